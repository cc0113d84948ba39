/** Passwords: what a good one is, and argon2id with the parameters that OWASP asks for at least. */
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Semaphore } from 'async-mutex';
import { problem } from '../../core/problem.js';

/** 19 MiB, two passes, one lane; argon2id is the library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A password that nobody knows, so that an unknown name takes as long as a known one. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$q4wGbw0XLZCTk4421tb37A$Z+lxmgxiu+cP4sGLXgId1ciiiIxBRw25ZhqcvJhMctE';
/** A flood of sign-ins must leave processor time for everybody else. */
const AT_ONCE = 2;
const MOST_WAITING = 40;

export const PASSWORD_LENGTH = { least: 8, most: 128 } as const;
const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

@Injectable()
export class PasswordsService {
  private readonly turns = new Semaphore(AT_ONCE);
  private waiting = 0;

  /** @throws session.password-weak when it is short, of fewer than three classes, or holds the sign-in name */
  check(password: string, login: string): void {
    const classes = CLASSES.filter((one) => one.test(password)).length;
    const length = [...password].length;
    if (length < PASSWORD_LENGTH.least || length > PASSWORD_LENGTH.most || classes < 3) {
      throw problem('session.password-weak');
    }
    if (password.toLowerCase().includes(login.toLowerCase())) {
      throw problem('session.password-weak', { detail: '密码里不能含有用户名' });
    }
  }

  /** @throws server.busy when too many wait for their turn */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, COST));
  }

  /**
   * Takes the same time whether or not there is a password to compare with.
   * @param stored null for an account that does not exist or has no password
   * @throws server.busy when too many wait for their turn
   */
  async isRight(stored: string | null, password: string): Promise<boolean> {
    const right = await this.inTurn(() => verify(stored ?? NOBODYS, password));
    return right && stored !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= MOST_WAITING) throw problem('server.busy');
    this.waiting++;
    try {
      return await this.turns.runExclusive(work);
    } finally {
      this.waiting--;
    }
  }
}
