/** What clients must know before anybody signs in, kept in memory and fresh on every instance. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Operator } from '../../../shared/privacy.js';
import type { Settings } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { now } from '../../core/clock.js';
import type { Ctx } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { Watch } from '../../core/watch.js';
import { DutyService } from '../duty/duty.service.js';
import { PLACES } from '../places/places.service.js';
import { setting } from './settings.tables.js';
import { type View, viewOf } from './view.js';

/** Name of the version row; whoever changes a setting bumps it. */
const SETTINGS = 'settings';
const CITY = 'city';

export interface CitySetting {
  name: string;
  /** Absent: the extent of all outlines. */
  view?: View;
  /** The data are invented: anybody may sign in as a resident. */
  demo: boolean;
}

@Injectable()
export class SettingsService implements OnModuleInit {
  private city: CitySetting | null = null;
  private name = '';
  private view!: View;
  private started = false;

  constructor(
    private readonly db: Db,
    private readonly watch: Watch,
    private readonly duty: DutyService,
    @InjectEnv() private readonly env: Env,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.watch.keep(SETTINGS, () => this.reload());
    await this.watch.keep(PLACES, () => this.reload());
  }

  private async reload(): Promise<void> {
    const row = await this.db.read.find(setting, { name: CITY });
    this.city = (row?.value as CitySetting | undefined) ?? null;
    this.name = this.city?.name ?? (await this.nameOfRoot());
    this.view = this.city?.view ?? (await viewOf(this.db.read, now()));
  }

  async settings(): Promise<Settings> {
    return {
      city: this.name,
      view: this.view,
      demo: this.isDemo,
      firstRun: !(await this.hasStarted()),
      operator: this.operator,
      hotline: this.env.hotline,
      stops: this.duty.stops(localDayOf(now(), cityCalendar())),
      tianditu: this.env.tiandituKey ? { key: this.env.tiandituKey } : null,
    };
  }

  private get operator(): Operator {
    const { name, contact, keepsMonths } = this.env.operator;
    return {
      name: name ?? `${this.name}网格化治理机构`,
      contact: contact ?? `电话 ${this.env.hotline}`,
      keepsMonths,
    };
  }

  /** Whether the database holds a demo city; never in production. */
  get isDemo(): boolean {
    return !this.env.production && (this.city?.demo ?? this.env.city !== 'none');
  }

  /** Whether there is an administrator: from then on the first run is over for good. */
  async hasStarted(): Promise<boolean> {
    this.started ||= (await this.db.read.query("SELECT id FROM account WHERE kind = 'staff' LIMIT 1")).length > 0;
    return this.started;
  }

  /** Says which city the database holds: at the first run, or when the demo city is loaded. */
  async setCity(ctx: Ctx, city: CitySetting): Promise<void> {
    if ((await ctx.write.update(setting, { value: city }, { name: CITY })) === 0) {
      await ctx.write.insert(setting, { name: CITY, value: city });
    }
    ctx.write.bumped.add(SETTINGS);
  }

  private async nameOfRoot(): Promise<string> {
    const [root] = await this.db.read.query<{ name: string }>(
      'SELECT name FROM place WHERE parent IS NULL ORDER BY code LIMIT 1',
    );
    return root?.name ?? '';
  }
}
