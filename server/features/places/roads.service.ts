/** Named roads of the city's own base map, found by name. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Env, InjectEnv } from '../../core/env.js';
import { root } from '../../core/root.js';

export interface Road {
  name: string;
  /** A point on it, about its middle, WGS-84. */
  lng: number;
  lat: number;
}
interface Streets {
  streets: { name: string | null; lines: number[][] }[];
}

@Injectable()
export class RoadsService {
  private loading: Promise<Road[]> | undefined;

  constructor(@InjectEnv() private readonly env: Pick<Env, 'city'>) {}

  /** Roads whose name holds what was typed, or with which it begins: 兴和路12号 is on 兴和路. */
  async named(typed: string, most: number): Promise<Road[]> {
    const q = typed.replace(/\s+/g, '');
    this.loading ??= this.load();
    const roads = await this.loading;
    return roads.filter(({ name }) => name.includes(q) || q.startsWith(name)).slice(0, most);
  }

  private async load(): Promise<Road[]> {
    const file = join(root, 'server/cities', this.env.city, 'basemap.json');
    if (!existsSync(file)) return [];
    const { streets } = JSON.parse(await readFile(file, 'utf8')) as Streets;
    const byName = new Map<string, number[]>();
    for (const { name, lines } of streets) {
      for (const line of name ? lines : []) {
        if (line.length > (byName.get(name as string)?.length ?? 0)) byName.set(name as string, line);
      }
    }
    return [...byName].map(([name, line]) => {
      const middle = Math.floor(line.length / 4) * 2;
      return { name, lng: line[middle], lat: line[middle + 1] };
    });
  }
}
