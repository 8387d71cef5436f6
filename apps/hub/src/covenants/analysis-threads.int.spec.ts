import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { parse } from 'yaml';
import { AnalysisBusy, AnalysisTooLarge } from '../errors.js';
import { AnalysisThreads } from './analysis-threads.js';
import { analyses } from './analysis.js';

const demonstration = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../../deploy/demo/${name}`, import.meta.url), 'utf8'));
const law = demonstration('law-wgs-riec.yaml') as LawDocument;
const covenant = demonstration('convenant.yaml') as CovenantDocument;
const wider: CovenantDocument = { ...covenant, rules: covenant.rules.filter(({ id }) => id !== 'C-25') };
const texts = { law, before: covenant, after: wider };

describe('analysis in threads of their own', () => {
  let threads: AnalysisThreads;
  afterEach(() => threads.close());

  it('answers every kind of question as it is answered here', async () => {
    threads = new AnalysisThreads();
    const [check, difference, consequences] = await Promise.all([
      threads.ask({ what: 'check', texts }),
      threads.ask({ what: 'difference', texts }),
      threads.ask({ what: 'consequences', texts }),
    ]);

    expect(check).toEqual(analyses.check(texts));
    expect(difference).toEqual(analyses.difference(texts));
    expect(consequences).toEqual(analyses.consequences(texts));
    expect(consequences.suppliers.length).toBeGreaterThan(0);
  });

  it('holds up nobody: the loop turns while a question is worked out', async () => {
    threads = new AnalysisThreads();
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await threads.ask({ what: 'check', texts });
    clearInterval(counting);

    // on this thread there would be none before the answer
    expect(turns).toBeGreaterThan(0);
  });

  it('gives up what goes beyond its time or memory, and goes on with the next question', async () => {
    threads = new AnalysisThreads({ ms: 1 });
    await expect(threads.ask({ what: 'check', texts })).rejects.toThrow(AnalysisTooLarge);

    threads = new AnalysisThreads({ maxOldGenerationSizeMb: 6 });
    await expect(threads.ask({ what: 'check', texts })).rejects.toThrow(AnalysisTooLarge);
  });

  it('refuses who waits and who comes when the hub closes', async () => {
    threads = new AnalysisThreads();
    const waiting = [1, 2].map(() => threads.ask({ what: 'check', texts }).catch((error: unknown) => error));
    await new Promise(setImmediate);
    await threads.close();

    expect(await Promise.all(waiting)).toEqual([expect.any(AnalysisBusy), expect.any(AnalysisBusy)]);
    await expect(threads.ask({ what: 'check', texts })).rejects.toThrow(AnalysisBusy);
  });

  it('sends away who waited for long, holds nobody up for him, and answers who comes afterwards', async () => {
    // a thread takes longer to start than the bound, so that whoever is not first has waited too long
    threads = new AnalysisThreads({ waitMs: 0 });
    const first = threads.ask({ what: 'check', texts });
    await expect(threads.ask({ what: 'check', texts })).rejects.toThrow(AnalysisBusy);
    const expected = analyses.check(texts);
    expect(await first).toEqual(expected);
    expect(await threads.ask({ what: 'check', texts })).toEqual(expected);
  });
});
