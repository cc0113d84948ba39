/** The ways in which WeChat's server fails, ordered per path by a test. */

/**
 * With errcode and html the call is not worked on. With the others it is, only that the caller learns it late or not
 * at all: that is when doubles arise.
 */
export type Fault =
  | { kind: 'latency'; ms: number }
  | { kind: 'errcode'; errcode: number; errmsg?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'hang' }
  | { kind: 'reset' }
  | { kind: 'truncated' };

interface Order {
  fault: Fault;
  left: number;
}

const KINDS = ['latency', 'errcode', 'html', 'hang', 'reset', 'truncated'];

/** Faults wait in line for each path; each is used `times` times, then the next comes. */
export class Faults {
  private readonly orders = new Map<string, Order[]>();

  /** @throws RangeError for a kind that does not exist. */
  add(path: string, fault: Fault, times = 1): void {
    if (!KINDS.includes(fault.kind))
      throw new RangeError(`No such fault: ${fault.kind}; there are ${KINDS.join(', ')}`);
    this.orders.set(path, [...(this.orders.get(path) ?? []), { fault, left: times }]);
  }

  next(path: string): Fault | undefined {
    const line = this.orders.get(path) ?? [];
    const first = line[0];
    if (!first) return undefined;
    first.left--;
    if (first.left <= 0) line.shift();
    return first.fault;
  }

  clear(): void {
    this.orders.clear();
  }
}
