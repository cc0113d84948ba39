// The demo city's places fit together, and everybody whom they need is there.
import type { MultiPolygon, Polygon } from 'geojson';
import { groups, items, leads } from '../../../shared/duty-list.js';
import { type Role, rolesExclude, staffRoles } from '../../../shared/permissions.js';
import { levels, posts } from '../../../shared/places.js';
import { areaOf } from '../../features/places/earth.js';
import { checkTopology } from '../../features/places/topology.js';
import type { PlaceProperties } from '../city.js';
import { huangpu } from './huangpu.js';
import { contains, node, type Vertex } from './planar.js';
import { unitFor } from './units.js';

type Shape = Polygon | MultiPolygon;
const features = huangpu.places().features;
const places = features.map((feature) => feature.properties);
const shapeOf = (code: string): Shape => {
  const shape = features.find((feature) => feature.properties.code === code)?.geometry;
  if (!shape) throw new Error(`${code} has no shape`);
  return shape;
};
const at = (level: PlaceProperties['level']) => places.filter((place) => place.level === level);
const baseGrids = at('grid').filter((place) => place.kind === 'base');

describe('places of the demo city', () => {
  it('has at least 60 base grids and some special ones under communities and streets', () => {
    expect(baseGrids.length).toBeGreaterThanOrEqual(60);
    expect(at('grid').length - baseGrids.length).toBeGreaterThanOrEqual(3);
    expect(at('street')).toHaveLength(5);
    expect(at('community').length).toBeGreaterThanOrEqual(15);
  });

  it('has well-formed codes, each once, below that of the parent, which stands before it', () => {
    expect(new Set(places.map((place) => place.code)).size).toBe(places.length);
    expect(new Set(places.map((place) => place.name)).size).toBe(places.length);
    for (const [i, place] of places.entries()) {
      if (place.level === 'city') continue;
      expect(place.code).toMatch(new RegExp(`^\\d{${levels[place.level].digits}}$`));
      expect(place.code.startsWith(place.parent ?? 'none')).toBe(true);
      expect(places.findIndex((other) => other.code === place.parent)).toBeLessThan(i);
    }
  });

  it('numbers the grids of a community without a hole', () => {
    for (const community of at('community')) {
      const numbers = at('grid')
        .filter((grid) => grid.parent === community.code)
        .map((grid) => Number(grid.code.slice(12)));
      expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    }
  });

  it('gives base grids the usual number of households, roughly', () => {
    for (const grid of baseGrids) {
      expect(grid.households).toBeGreaterThanOrEqual(280);
      expect(grid.households).toBeLessThanOrEqual(520);
    }
  });

  it('has no overlaps and no gaps between the base grids of a community', () => {
    const placed = baseGrids.map((grid, i) => ({
      feature: i + 1,
      code: grid.code,
      parent: grid.parent,
      geometry: shapeOf(grid.code),
    }));
    expect(checkTopology(placed, { parentShape: shapeOf })).toEqual([]);
  });

  it.each(['community', 'street'] as const)('leaves nothing of the parent of a %s uncovered', (level) => {
    for (const parent of new Set(at(level).map((place) => place.parent ?? ''))) {
      const children = at(level).filter((place) => place.parent === parent);
      const sum = children.reduce((total, child) => total + areaOf(shapeOf(child.code)), 0);
      // Areas are measured on a plane of each shape's own: they agree to a few in a hundred thousand.
      expect(Math.abs(sum / areaOf(shapeOf(parent)) - 1)).toBeLessThan(1e-4);
    }
  });

  it('has borders that meet in common points only: nothing crosses', () => {
    const lattice = ([lng, lat]: number[]): Vertex => [Math.round(lng * 1e6), Math.round(lat * 1e6)];
    const edges = new Map<string, [Vertex, Vertex]>();
    for (const { code } of baseGrids) {
      const shape = shapeOf(code);
      expect(shape.type).toBe('Polygon');
      for (const ring of (shape as Polygon).coordinates) {
        for (const [i, end] of ring.slice(1).entries()) {
          const side: [Vertex, Vertex] = [lattice(ring[i]), lattice(end)];
          edges.set(side.map(String).sort().join(), side);
        }
      }
    }
    expect(node([...edges.values()])).toHaveLength(edges.size);
  });

  it('lays special grids inside one base grid each, without covering it', () => {
    for (const special of at('grid').filter((place) => place.kind === 'special')) {
      const ring = (shapeOf(special.code) as Polygon).coordinates[0];
      const middle: Vertex = [
        ring.slice(1).reduce((sum, v) => sum + v[0], 0) / (ring.length - 1),
        ring.slice(1).reduce((sum, v) => sum + v[1], 0) / (ring.length - 1),
      ];
      const below = baseGrids.filter((grid) =>
        contains(
          (shapeOf(grid.code) as Polygon).coordinates[0].map(([x, y]): Vertex => [x, y]),
          middle,
        ),
      );
      expect(below.map((grid) => grid.parent)).toEqual([special.parent]);
      expect(areaOf(shapeOf(special.code))).toBeLessThan(0.7 * areaOf(shapeOf(below[0].code)));
    }
  });

  it('has an offline base map with the large streets, credit and blocks', () => {
    const map = huangpu.basemap();
    expect(map.credit).toContain('OpenStreetMap');
    expect(map.streets.map((street) => street.name)).toEqual(
      expect.arrayContaining(['西藏中路', '延安东路', '复兴东路']),
    );
    expect(map.blocks.length).toBeGreaterThan(150);
    expect(JSON.stringify(map).length).toBeLessThan(400_000);
  });
});

describe('people of the demo city', () => {
  const units = huangpu.units();
  const staff = huangpu.staff();

  it('has units whose parents stand before them, with a place that exists and a head of their own', () => {
    for (const [i, unit] of units.entries()) {
      expect(units.slice(0, i).some((other) => other.key === unit.parent) || unit.parent === null).toBe(true);
      expect(places.some((place) => place.code === unit.place)).toBe(true);
      expect(staff.find((one) => one.login === unit.head)?.unit).toBe(unit.key);
    }
    expect(new Set(units.map((unit) => unit.key)).size).toBe(units.length);
    expect(units.filter((unit) => unit.parent === null)).toHaveLength(1);
  });

  it('answers for every lead of the duty list at every grid, by the nearest unit', () => {
    for (const lead of Object.keys(leads) as (keyof typeof leads)[]) {
      for (const grid of at('grid')) expect(unitFor(units, lead, grid.code).leads).toContain(lead);
    }
    expect(unitFor(units, 'chengguan', '310101002001001').place).toBe('310101002');
    expect(unitFor(units, 'shizheng', '310101002001001').place).toBe('310101');
    expect(Object.keys(groups)).toHaveLength(10);
    expect(items.every((item) => units.some((unit) => unit.leads.includes(item.lead)))).toBe(true);
  });

  it('fills the posts of every grid: one lead, a full-time worker, and the others', () => {
    for (const grid of at('grid')) {
      const held = staff.flatMap((one) => one.posts.filter((post) => post.grid === grid.code).map((post) => post.post));
      expect(held.filter((post) => post === 'lead')).toHaveLength(posts.lead.most);
      expect(new Set(held)).toEqual(new Set(Object.keys(posts)));
      const worker = staff.find((one) => one.posts.some((post) => post.grid === grid.code && post.post === 'worker'));
      expect(worker?.roles).toEqual(['gridWorker']);
    }
  });

  it('gives every role to somebody who has only that one, and excludes the administrators from one another', () => {
    const pure = new Set(staff.filter((one) => one.roles.length === 1).map((one) => one.roles[0]));
    expect(pure).toEqual(new Set<Role>(staffRoles));
    for (const one of staff) expect(rolesExclude(one.roles)).toBe(false);
  });

  it('has names and logins once each, numbers from ranges that nobody has, and the same people each time', () => {
    expect(new Set(staff.map((one) => one.login)).size).toBe(staff.length);
    expect(new Set(staff.map((one) => one.name)).size).toBe(staff.length);
    for (const one of staff) expect(one.contact).toMatch(/^021-5550-\d{4}$/);
    const residents = huangpu.residents();
    expect(residents.length).toBeGreaterThan(50);
    for (const one of residents) expect(one.phone).toMatch(/^1990000\d{4}$/);
    expect(new Set(residents.map((one) => one.phone)).size).toBe(residents.length);
    expect(huangpu.staff()).toEqual(staff);
  });
});
