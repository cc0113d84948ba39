/** Who may call a route: every route says @Allow or @Public, and this guard keeps the door. */
import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import type { Permission } from '../../shared/permissions.js';
import { UNATTENDED } from '../../shared/views.js';
import type { Actor, Asked } from './ctx.js';
import { problem } from './problem.js';

export const SESSION_COOKIE = 'gezhi_session';
export const ACCESS = 'access';
const WITH_SEEN_PASSWORD = 'with-seen-password';
/** What a route asks for: a permission, somebody signed in, or nothing. */
export type Access = { permission?: Permission } | 'public';

/** Somebody with this permission; without one: anybody who is signed in. */
export const Allow = (permission?: Permission) =>
  applyDecorators(SetMetadata(ACCESS, { permission } satisfies Access), ApiSecurity('session'), ApiSecurity('bearer'));
/** Nobody is asked who they are; somebody signed in is known all the same. */
export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);

/** Also for somebody who still uses the password that an administrator gave them: nothing else is. */
export const WithSeenPassword = () => SetMetadata(WITH_SEEN_PASSWORD, true);

/** Turns a session's token into the person behind it; the session feature implements it. */
export abstract class Doorkeeper {
  /** @param attended somebody is at it: only then the session stays awake */
  abstract actorOf(token: string, attended?: boolean): Promise<Actor | null>;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Sandboxed pages send the word `null`, which is no address. */
const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null);

/** A browser names the page a request comes from; a foreign page may not use our cookie. */
function isForeignPage(request: Asked): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && !['same-origin', 'none'].includes(site)) return true;
  return typeof origin === 'string' && hostOf(origin) !== host;
}

function credentials(request: Asked & { cookies?: Record<string, string | undefined> }) {
  const { authorization } = request.headers;
  if (typeof authorization === 'string' && authorization.startsWith('Bearer ')) {
    return { token: authorization.slice(7), cookie: false };
  }
  const token = request.cookies?.[SESSION_COOKIE];
  return token ? { token, cookie: true } : null;
}

/** A stream that is opened anew, or what a page asks for while nobody is there, is no sign of somebody. */
const isAttended = ({ headers }: Asked) => headers[UNATTENDED] === undefined && headers.accept !== 'text/event-stream';

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly doorkeeper: Doorkeeper,
  ) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const request = host.switchToHttp().getRequest<Asked>();
    const access = this.reflector.get<Access | undefined>(ACCESS, host.getHandler());
    if (!access) throw problem('permission.denied');
    const given = credentials(request);
    if (given?.cookie && !SAFE.includes(request.method) && isForeignPage(request))
      throw problem('session.foreign-page');
    if (given) request.actor = (await this.doorkeeper.actorOf(given.token, isAttended(request))) ?? undefined;
    if (access === 'public') return true;
    if (!request.actor) throw problem(given ? 'session.expired' : 'session.required');
    if (request.actor.mustChangePassword && !this.reflector.get(WITH_SEEN_PASSWORD, host.getHandler()))
      throw problem('session.password-seen');
    if (access.permission && !(access.permission in request.actor.may)) throw problem('permission.denied');
    return true;
  }
}
