const registry = 'https://registry.npmjs.org/';

const faultsOfEntry = (name, entry, allowScripts) => {
  const faults = [];
  const packageName = entry.name ?? name.slice(name.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (entry.link) faults.push('is a link');
  else {
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) faults.push('has no integrity by SHA-512');
    if (!/^\d+\.\d+\.\d+/.test(entry.version ?? '')) faults.push('has no version');
  }
  if (entry.resolved !== undefined && !entry.resolved.startsWith(registry)) faults.push('comes from elsewhere');
  // what wants to run at install says so here, and is refused by name
  if (entry.hasInstallScript && allowScripts[packageName] !== false) {
    faults.push('wants to run at install, and allowScripts does not refuse it');
  }
  return faults.map((fault) => `${name} ${fault}`);
};

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What is wrong with a lock file, beside the package.json that it belongs to; empty when nothing is. */
export const faultsOfLock = (lock, manifest) => {
  const root = lock.packages?.[''] ?? {};
  const entries = Object.entries(lock.packages ?? {}).filter(([name]) => name !== '');
  const asked = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  return [
    ...(lock.lockfileVersion === 3 ? [] : ['the lock file is not of version 3']),
    ...(entries.length > 0 ? [] : ['the lock file holds nothing']),
    ...asked.filter(([, version]) => !exact.test(version)).map(([name]) => `${name} is not pinned exactly`),
    ...['dependencies', 'devDependencies', 'optionalDependencies']
      .filter((kind) => JSON.stringify(root[kind] ?? {}) !== JSON.stringify(manifest[kind] ?? {}))
      .map((kind) => `the lock file and package.json differ in their ${kind}`),
    ...asked
      .filter(([name, version]) => lock.packages?.[`node_modules/${name}`]?.version !== version)
      .map(([name]) => `${name} is locked at another version than it is asked for`),
    ...entries.flatMap(([name, entry]) => faultsOfEntry(name, entry, manifest.allowScripts ?? {})),
  ];
};
