/** The documents say what the code says: the flow's diagram, the glossary, the environment, the commands, the links. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { kinds, outcomes, qualities, solvedAnswers, sourceLabels, urgencies } from '../shared/case.js';
import { actions, seats, states, stepLabels } from '../shared/case-flow.js';
import {
  pressCauses,
  taskKinds,
  taskRatings,
  taskSides,
  taskStates,
  visitWays,
  whistleAnswers,
} from '../shared/case-office.js';
import { warned } from '../shared/deadlines.js';
import { blanks, systemViews } from '../shared/desk.js';
import { standings } from '../shared/duty-rule.js';
import { ruleForm } from '../shared/duty-written.js';
import { permissions, reaches, roles, unitKinds } from '../shared/permissions.js';
import { datums, gridKinds, hows, levels, posts } from '../shared/places.js';
import { timeUnits } from '../shared/worktime.js';
import { FLOW_FILE } from './cli/docs.js';
import { flowDocument } from './cli/flow.js';
import { root } from './core/root.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

it('docs/flow.md is what the flow table says now (npm run gezhi -- docs flow)', () => {
  expect(readFileSync(FLOW_FILE, 'utf8')).toBe(flowDocument());
});

describe('the glossary', () => {
  type Words = Readonly<Record<string, string | { readonly label: string }>>;
  const tables: Record<string, Words> = {
    states,
    actions,
    stepLabels,
    ruleForm,
    standings,
    seats,
    roles,
    permissions,
    reaches,
    unitKinds,
    levels,
    gridKinds,
    posts,
    hows,
    datums,
    kinds,
    sourceLabels,
    urgencies,
    outcomes,
    qualities,
    solvedAnswers,
    timeUnits,
    pressCauses,
    taskKinds,
    taskStates,
    taskSides,
    taskRatings,
    whistleAnswers,
    visitWays,
    warned,
    systemViews,
    blanks,
  };
  it.each(Object.entries(tables))('names everything of %s', (_, table) => {
    const rows = Object.entries(table).map(
      ([code, row]) => `| ${typeof row === 'string' ? row : row.label} | \`${code}\` |`,
    );
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });

  it('names nothing that is gone', () => {
    const known = new Set(Object.values(tables).flatMap((table) => Object.keys(table)));
    const section = readme.slice(readme.indexOf('## 词汇表'));
    const named = [...section.matchAll(/^\| [^|]+ \| `([^`]+)` \|/gm)].map(([, code]) => code);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((code) => !known.has(code))).toEqual([]);
  });
});

it('every variable of the environment that is read is told', () => {
  const names = [...read('config/env.ts').matchAll(/(?:text|flag|points)\('([A-Z0-9_]+)'\)/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

it('every command of the project is told', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const short = ['start', 'test'];
  const commands = Object.keys(scripts).map((name) => (short.includes(name) ? `npm ${name}` : `npm run ${name}`));
  expect(commands.filter((command) => !readme.includes(`\`${command}`))).toEqual([]);
});

it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/flow.md'])('what %s points at is there', (file) => {
  const text = read(file);
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)|src="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture,
  );
  const absent = links.filter((link) => !existsSync(join(root, normalize(join(dirname(file), link)))));
  expect(absent).toEqual([]);
});
