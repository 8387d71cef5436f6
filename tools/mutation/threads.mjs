import { EventEmitter } from 'node:events';

// Threads that are none: what a library would run beside itself runs in the process of the tests, message by message, so
// that a mutant there is switched, seen and counted like any other, and no test waits for a thread to be given its turn.

const insides = new Map();
let started = 0;

/** What the modules of a thread import: their port and data. */
export const insideOf = (number) => insides.get(number);

export class Worker extends EventEmitter {
  #port = new EventEmitter();
  #hasEnded = false;

  constructor(entry, { workerData } = {}) {
    super();
    const number = String(++started);
    this.#port.postMessage = (message, transfer = []) => this.#deliver(this, message, transfer);
    this.#port.close = () => setImmediate(() => this.#end(0));
    insides.set(number, { parentPort: this.#port, workerData: structuredClone(workerData) });
    import(`${entry.href.split('?')[0]}?thread=${number}`).catch((error) => this.#fail(error));
  }

  postMessage(message, transfer = []) {
    this.#deliver(this.#port, message, transfer);
  }

  terminate() {
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#end(1);
        resolve(1);
      });
    });
  }

  #deliver(to, message, transfer) {
    const copy = structuredClone(message, { transfer });
    setImmediate(() => {
      if (this.#hasEnded) return;
      try {
        to.emit('message', copy);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  #fail(error) {
    if (this.#hasEnded) return;
    this.emit('error', error);
    this.#end(1);
  }

  #end(code) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.emit('exit', code);
  }
}
