import { PluginKind, declareFactoryPlugin } from '@stryker-mutator/api/plugin';

// Words that people read and no code does: a mutant there says nothing of behaviour. Codes, names and values stay in.

const isCallOf = (node, name) =>
  node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === name;
const builtIn = ['Error', 'TypeError', 'RangeError', 'SyntaxError'];
const isMessage = (path) => {
  const { parentPath, listKey, key } = path;
  if (!parentPath || listKey !== 'arguments') return false;
  const call = parentPath.node;
  if (call.type === 'CallExpression' && call.callee.type === 'Super') return key === 0;
  if (call.type === 'NewExpression' && call.callee.type === 'Identifier' && builtIn.includes(call.callee.name))
    return key === 0;
  return isCallOf(call, 'problem') && key === 1;
};

const messages = () => ({
  shouldIgnore: (path) => (isMessage(path) ? 'words of a message: for people, without behaviour' : undefined),
});

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Ignore, 'messages', messages)];
