import { readFileSync } from 'node:fs';
import spectralCore from '@stoplight/spectral-core';
import type { ISpectralDiagnostic, RulesetDefinition } from '@stoplight/spectral-core';
import * as functions from '@stoplight/spectral-functions';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { parse } from 'yaml';

type Check = { readonly function: keyof typeof functions };
type WrittenRule = string | { readonly then: Check | readonly Check[] };
type Written = { readonly extends: readonly [string, string][]; readonly rules: Readonly<Record<string, WrittenRule>> };

const file = new URL('../fixtures/api-design-rules/linter.yaml', import.meta.url);

/** The rule sets that Spectral itself has, by the name under which a file extends them. */
const known = { 'spectral:oas': spectralRulesets.oas } as const;

// a file names functions, the library takes them
const callable = (check: Check) => {
  const found = functions[check.function];
  if (!found) throw new TypeError(`no function ${check.function} in Spectral`);
  return { ...check, function: found };
};

const ruleOf = (rule: WrittenRule): unknown => {
  if (typeof rule === 'string') return rule;
  const inPlace = (part: unknown) => (Array.isArray(part) ? (part as Check[]).map(callable) : callable(part as Check));
  return Object.fromEntries(Object.entries(rule).map(([name, part]) => [name, name === 'then' ? inPlace(part) : part]));
};

const ruleSet = (): RulesetDefinition => {
  const written = parse(readFileSync(file, 'utf8')) as Written;
  return {
    extends: written.extends.map(([name, severity]) => [known[name as keyof typeof known], severity]),
    rules: Object.fromEntries(Object.entries(written.rules).map(([name, rule]) => [name, ruleOf(rule)])),
  } as unknown as RulesetDefinition;
};

/** What the linter of the API Design Rules has against an API description; nothing where it meets them. */
export class Linter {
  private readonly spectral = new spectralCore.Spectral();

  constructor() {
    this.spectral.setRuleset(ruleSet());
  }

  /** Code, severity, place and sentence of every finding, errors, warnings and hints alike. */
  async findings(document: object): Promise<readonly string[]> {
    const found: readonly ISpectralDiagnostic[] = await this.spectral.run(JSON.stringify(document));
    const words = ['error', 'warning', 'info', 'hint'];
    return found.map(({ code, severity, path, message }) => `${words[severity]} ${code} ${path.join('/')}: ${message}`);
  }
}
