/** Returns the entered domain without what people paste around it: a scheme, a path, spaces. */
export function tidyDomain(entered: string): string {
  return entered
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .toLowerCase();
}

/** Returns the entered URL; one without a scheme is taken for https. */
export function tidyUrl(entered: string): string {
  const url = entered.trim();
  return url === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
}
