/** Replaces a method of one object for as long as the work takes: how a test makes an engine fail, or something happen in between. */
export const withMethod = async <Owner extends object, Name extends keyof Owner, Result>(
  owner: Owner,
  name: Name,
  make: (real: Owner[Name]) => Owner[Name],
  work: () => Promise<Result>,
): Promise<Result> => {
  const real = owner[name];
  const bound = typeof real === 'function' ? (real.bind(owner) as Owner[Name]) : real;
  owner[name] = make(bound);
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(owner, name);
    if (owner[name] !== real) owner[name] = real;
  }
};
