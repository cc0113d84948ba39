/** How a function of wx behaves: callbacks when any is given, otherwise a promise, and errMsg in every answer. */
import type { MiniProgram } from '../program.js';

export interface Callbacks {
  success?(result: object): void;
  fail?(result: object): void;
  complete?(result: object): void;
}

export type Wx = Record<string, unknown>;

/** What the mini-program gets in `fail`: errMsg is `name:fail` and this message. */
export class WxFailure extends Error {
  constructor(
    message: string,
    readonly errno?: number,
  ) {
    super(message);
  }
}

/**
 * Makes a function of wx from the work that it does.
 * @param work gets the options; what it returns is the answer, WxFailure the refusal
 */
export function api<O extends object>(
  program: MiniProgram,
  name: string,
  work: (options: O) => unknown,
): (options?: O & Callbacks) => Promise<object> | undefined {
  return (options = {} as O & Callbacks) => {
    const running = run(program, name, () => work(options));
    const { success, fail, complete } = options;
    if (!success && !fail && !complete) {
      return running.then(({ ok, result }) => {
        if (ok) return result;
        throw result;
      });
    }
    void running.then(({ ok, result }) => {
      program.guard(() => (ok ? success : fail)?.(result));
      program.guard(() => complete?.(result));
    });
    return undefined;
  };
}

async function run(program: MiniProgram, name: string, work: () => unknown): Promise<{ ok: boolean; result: object }> {
  const call = { name };
  program.running.add(call);
  // WeChat never answers within the call itself.
  await new Promise<void>((resolve) => setImmediate(resolve));
  try {
    const answer = (await work()) as object | undefined;
    return { ok: true, result: { ...answer, errMsg: `${name}:ok` } };
  } catch (error) {
    if (!(error instanceof WxFailure)) program.errors.push(error);
    const { message, errno } = error as WxFailure;
    const errMsg = `${name}:fail ${message}`;
    program.refusals.push(errMsg);
    return { ok: false, result: { errMsg, ...(errno === undefined ? {} : { errno }) } };
  } finally {
    program.running.delete(call);
  }
}
