/** Before all browser tests: the demo city on a server of its own, whose address the tests find in E2E_URL. */
import { startBuilt } from './built.js';

export default async function setup(): Promise<() => Promise<void>> {
  // A server that runs already, for writing tests; it is left as it is.
  if (process.env.E2E_URL) return async () => {};
  const server = await startBuilt('huangpu');
  process.env.E2E_URL = server.url;
  return () => server.stop();
}
