import type { Row } from '@knooppunt/kernel';
import type { Send } from '@knooppunt/postgres';

const fetchedAtOnce = 2000;

/** The rows of a query without parameters, some thousands at a time, within a transaction. One at a time per transaction. */
export async function* fetchedFrom(send: Send, text: string): AsyncGenerator<readonly Row[]> {
  await send([`DECLARE fetched NO SCROLL CURSOR FOR ${text}`]);
  for (;;) {
    const [answer] = await send([`FETCH ${fetchedAtOnce} FROM fetched`]);
    const rows = (answer?.rows ?? []) as readonly Row[];
    yield rows;
    if (rows.length < fetchedAtOnce) break;
  }
  await send(['CLOSE fetched']);
}
