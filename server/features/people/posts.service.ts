/** Who holds which post at a place: the "1+3+N" of a grid. */
import { Injectable } from '@nestjs/common';
import type { Permission } from '../../../shared/permissions.js';
import { type Post, posts as postKinds } from '../../../shared/places.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { needAble } from './able.js';
import { PEOPLE } from './directory.service.js';
import { account, post } from './people.tables.js';

export interface PostGiven {
  post: Post;
  /** Id of a staff account in service. */
  account: string;
}
interface HeldRow extends PostGiven {
  id: string;
}

type Account = Row<typeof account>;

const asksOf = (kind: Post): readonly Permission[] => {
  const row = postKinds[kind];
  return 'asks' in row ? [row.asks] : [];
};
const keyOf = (given: PostGiven) => `${given.post} ${given.account}`;
const refused = (detail: string) => problem('input.invalid', { errors: { posts: 'invalid' }, detail });

@Injectable()
export class PostsService {
  constructor(private readonly audit: AuditService) {}

  /**
   * Makes these the posts of the place: others end now, new ones begin now, and what stays keeps its date.
   * The caller has made sure that the place exists and is within the actor's reach.
   * @throws input.invalid for doubles, for more than a post allows, and for who is not staff in service ·
   * account.unable for who comes new to a post and lacks what it asks
   */
  async setPosts(ctx: Ctx, placeCode: string, wanted: readonly PostGiven[]): Promise<void> {
    checkList(wanted);
    await this.lock(ctx, placeCode);
    const people = await this.people(ctx, wanted);
    const current = await this.current(ctx, placeCode);
    const kept = new Set(wanted.map(keyOf));
    const had = new Set(current.map(keyOf));
    const ended = current.filter((row) => !kept.has(keyOf(row)));
    const added = wanted.filter((given) => !had.has(keyOf(given)));
    if (ended.length + added.length === 0) return;
    const asked = added.map((given) => ({ given, who: people.get(given.account) as Account }));
    needAble(
      asked.map(({ given, who }) => ({ who, as: postKinds[given.post].label, asks: asksOf(given.post) })),
      'posts',
    );
    await this.end(ctx, ended);
    await ctx.write.insert(
      post,
      added.map((given) => ({ ...given, id: ctx.newId(), place: placeCode, since: ctx.now, until: null })),
    );
    await this.audit.write(ctx, {
      action: 'post.set',
      object: `place:${placeCode}`,
      detail: { ended: ended.map(keyOf), added: added.map(keyOf) },
    });
    ctx.write.bumped.add(PEOPLE);
  }

  /** Whoever leaves holds no post any more. */
  async endAllOf(ctx: Ctx, accountId: string): Promise<void> {
    const held = await ctx.rows
      .from(post, 'p')
      .where('p.account = :accountId AND p.until IS NULL', { accountId })
      .getMany();
    await this.end(ctx, held);
    if (held.length > 0) ctx.write.bumped.add(PEOPLE);
  }

  private async end(ctx: Ctx, rows: { id: string }[]): Promise<void> {
    for (const { id } of rows) await ctx.write.update(post, { until: ctx.now }, { id });
  }

  /** Two clerks who save one list at once come one after the other. */
  private async lock(ctx: Ctx, placeCode: string): Promise<void> {
    if (ctx.write.dialect === 'mysql') {
      await ctx.write.query('SELECT code FROM place WHERE code = ? FOR UPDATE', [placeCode]);
    }
  }

  /** On MySQL a plain read would show the list as it was before the lock was had, so it reads with a lock too. */
  private current({ write }: Ctx, placeCode: string): Promise<HeldRow[]> {
    const lock = write.dialect === 'mysql' ? ' FOR UPDATE' : '';
    return write.query(`SELECT id, post, account FROM post WHERE place = ? AND until IS NULL${lock}`, [placeCode]);
  }

  private async people(ctx: Ctx, wanted: readonly PostGiven[]): Promise<Map<string, Account>> {
    const ids = [...new Set(wanted.map((given) => given.account))];
    if (ids.length === 0) return new Map();
    const found = await ctx.rows
      .from(account, 'a')
      .where("a.id IN (:...ids) AND a.kind = 'staff' AND a.active = :yes", { ids, yes: true })
      .getMany();
    if (found.length !== ids.length) throw refused('只有在用的工作人员账号可以担任网格岗位');
    return new Map(found.map((one) => [one.id, one]));
  }
}

function checkList(wanted: readonly PostGiven[]): void {
  if (new Set(wanted.map(keyOf)).size !== wanted.length) throw refused('同一人的同一岗位重复');
  for (const [kind, { label, ...rule }] of Object.entries(postKinds)) {
    const most = 'most' in rule ? rule.most : Number.POSITIVE_INFINITY;
    if (wanted.filter((given) => given.post === kind).length > most) throw refused(`${label}最多 ${most} 人`);
  }
}
