import { openEmbeddedEventStore } from '../src/embedded/embedded.store.js';
import { appendUntilKilled } from './crash.writer.js';

const [, , file] = process.argv;
if (file === undefined) throw new Error('name the file of the store');
await appendUntilKilled(await openEmbeddedEventStore({ file }));
