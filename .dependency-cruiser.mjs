const pure = 'covenant|signals|cases|projections|evidence';
const foundation = 'contracts|postgres|sqlite';
const adapters = 'event-store|messaging|read-store|vault|agencies|platform';
const services = 'disclosure|matching';
const index = (libs) => `^libs/(${libs})/src/index\\.ts$`;
const packages = { dependencyTypes: ['npm', 'npm-dev', 'core'] };

/** The layers of the house, default deny: kernel <- pure <- foundation <- adapters <- services <- apps. */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  allowedSeverity: 'error',
  allowed: [
    { from: { path: '^(apps|libs)/([^/]+)/' }, to: { path: '^$1/$2/' } },
    { from: { path: '^test/' }, to: { path: '^test/' } },
    { from: { path: '^tools/' }, to: { path: '^tools/' } },
    { from: { path: '^tools/' }, to: packages },
    { from: { path: `^libs/(${pure})/` }, to: { path: index(`kernel|${pure}`) } },
    { from: { path: `^libs/(${foundation})/` }, to: { path: index(`kernel|${pure}`) } },
    { from: { path: `^libs/(${adapters})/` }, to: { path: index(`kernel|${pure}|${foundation}`) } },
    { from: { path: `^libs/(${services})/` }, to: { path: index(`kernel|${pure}|${foundation}|${adapters}`) } },
    { from: { path: `^(libs/(${foundation}|${adapters}|${services}|testing)|apps|test)/` }, to: packages },
    { from: { path: '^libs/[^/]+/(test/|.*\\.spec\\.ts$)' }, to: packages },
    { from: { path: '^libs/event-store/(test/|.*\\.spec\\.ts$)' }, to: { path: '^test/eventstoredb-server/' } },
    { from: { path: '^libs/agencies/.*\\.spec\\.ts$' }, to: { path: '^test/brp-server/' } },
    { from: { path: '^libs/(postgres|read-store|vault)/(test/|.*\\.spec\\.ts$)' }, to: { path: '^test/postgres/' } },
    { from: { path: '^(libs/testing|test)/|\\.spec\\.ts$' }, to: { path: index('[^/]+') } },
    { from: { path: '^apps/(?!web/)' }, to: { path: index('(?!testing/)[^/]+') } },
    { from: { path: '^(apps/standalone|test)/' }, to: { path: '^apps/(gateway|hub|worker)/src/[^/]+\\.module\\.ts$' } },
    { from: { path: '^test/' }, to: { path: '^apps/[^/]+/src/' } },
    { from: { path: '^test/(engines|faults)/' }, to: { path: '^libs/messaging/test/kafka/' } },
    { from: { path: '^test/(dev|engines|postgres)/' }, to: { path: '^tools/(dev/|engines/|jest-skips)' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|var|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
