/** Keys that nobody else will choose: for idempotency and for photos before the server has named them. */

/** 24 characters of [a-z0-9]. Not secret, only distinct. */
export function newKey(): string {
  const part = () => Math.random().toString(36).slice(2, 10).padEnd(8, '0');
  return (Date.now().toString(36) + part() + part()).slice(0, 24).padEnd(24, '0');
}
