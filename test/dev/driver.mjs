// `npm run dev` with a compiler and a program of the test's own: `node driver.mjs '{"compiler":[...],"program":[...]}'`.
import { develop } from '../../tools/dev/develop.mjs';

process.exit(await develop(JSON.parse(process.argv[2])));
