/** For balancers and watchers: is the process alive, and can it serve. */
import { statfs } from 'node:fs/promises';
import { Controller, Get, HttpCode } from '@nestjs/common';
import { Public } from '../../core/access.js';
import { Db } from '../../core/db.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { problem } from '../../core/problem.js';

const LEAST_FREE_BYTES = 200 * 1024 * 1024;

@Controller('health')
export class HealthController {
  constructor(
    private readonly db: Db,
    @InjectEnv() private readonly env: Env,
  ) {}

  @Get('live')
  @HttpCode(200)
  @Public()
  live() {
    return { status: 'ok' };
  }

  /** Database answers, its migrations are done (or the server would not listen), and there is room on disk. */
  @Get('ready')
  @Public()
  async ready() {
    await this.db.read.query('SELECT 1');
    const { bavail, bsize } = await statfs(this.env.dataDir);
    if (bavail * bsize < LEAST_FREE_BYTES) throw problem('server.busy', { detail: '磁盘空间不足 200 MB' });
    return { status: 'ok', database: this.db.dialect };
  }
}
