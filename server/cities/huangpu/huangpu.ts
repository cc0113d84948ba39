// The demo city: the core of Huangpu in Shanghai, with invented communities, people and cases.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureCollection, LineString } from 'geojson';
import { root } from '../../core/root.js';
import type { Basemap, City, Places } from '../city.js';
import { casesOf } from './cases.js';
import { office } from './office.js';
import { residentsOf, staffOf } from './people.js';
import { pictureNamed, shot } from './pictures.js';
import { unitsOf } from './units.js';

const read = <T>(file: string) => JSON.parse(readFileSync(join(root, 'server/cities/huangpu', file), 'utf8')) as T;
const properties = () => places().features.map((feature) => feature.properties);

const places = () => read<Places>('places.geojson');
const units = () => unitsOf(properties());
const staff = (seed?: number) => staffOf(units(), seed);
const residents = () => residentsOf(properties());

export const huangpu: City = {
  places,
  basemap: () => read<Basemap>('basemap.json'),
  units,
  staff,
  residents,
  cases: (now) =>
    casesOf(now, {
      roads: read<FeatureCollection<LineString>>('roads.geojson'),
      places: places(),
      units: units(),
      staff: staff(),
      residents: residents(),
    }),
  office: () => office,
  picture: pictureNamed,
  shot,
};
