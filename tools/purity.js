/** Lint plugin for kernel and the pure libs: time, ids and chance arrive inside the command, and nothing waits. */
const message = 'pure lib: time, ids and chance arrive inside the command';
const flag = (context) => (node) => context.report({ node, message });
const isAsync = (context) => (node) => {
  if (node.async) context.report({ node, message: 'pure lib: no async' });
};
const pure = {
  create: (context) => ({
    NewExpression: (node) => {
      if (node.callee.name === 'Date' && node.arguments.length === 0) flag(context)(node);
    },
    FunctionDeclaration: isAsync(context),
    FunctionExpression: isAsync(context),
    ArrowFunctionExpression: isAsync(context),
    AwaitExpression: flag(context),
  }),
};
export default { meta: { name: 'purity' }, rules: { pure } };
