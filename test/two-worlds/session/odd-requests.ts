import type { Operation } from './document.js';
import { ask, asPersona, firstOf, pathsOf, scenesByPath, scenesOf } from './scene.js';
import type { Script } from './scene.js';

const methods =
  process.env['KNOOPPUNT_LONG'] === '1'
    ? ['DELETE', 'HEAD', 'PUT', 'PATCH', 'OPTIONS', 'TRACE']
    : ['DELETE', 'HEAD', 'PUT'];

/** The same addresses with methods that they do not have. */
export async function* tryOtherMethods(script: Script): AsyncGenerator<Operation> {
  const persona = firstOf(script);
  for (const scene of scenesByPath(script)) {
    const { own, others } = pathsOf(scene);
    const path = others[0]?.path ?? own[0]?.path ?? scene.operation.path;
    const headers = { doelbinding: persona.person.purpose };
    for (const method of methods) {
      await ask(scene, `${method} ${path}`, { asker: persona.person, method, path, headers });
    }
    yield scene.operation;
  }
}

const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'as a table': { accept: 'text/csv' },
  'as a page': { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9' },
  'as a document': { accept: 'application/pdf' },
  'as a stream': { accept: 'text/event-stream' },
  compressed: { 'accept-encoding': 'gzip, deflate, br' },
  'in part': { range: 'bytes=0-99' },
  'if it changed': { 'if-none-match': '"1"', 'if-modified-since': 'Mon, 02 Mar 2026 09:00:00 GMT' },
  'for another host': { 'x-forwarded-host': 'elders.example', 'x-original-url': '/v1/casussen' },
  'with another method behind it': { 'x-http-method-override': 'GET', 'x-http-method': 'DELETE' },
  'as somebody else': { 'x-organisation': 'RIEC', 'x-user': 'auditor', 'x-forwarded-for': '127.0.0.1' },
};

/** What a party knows, in forms and with headers that nobody promised. */
export async function* tryOtherForms(script: Script): AsyncGenerator<Operation> {
  const persona = firstOf(script);
  for (const scene of scenesOf(script, 'GET')) {
    const { own, others } = pathsOf(scene);
    const { path } = own[0] ?? others[0] ?? { path: scene.operation.path };
    const by = asPersona(persona);
    for (const [what, more] of Object.entries(forms)) {
      await ask(scene, `${path} ${what}`, { ...by, path, headers: { ...by.headers, ...more } });
    }
    yield scene.operation;
  }
}
