/** Blanks of templates are filled in and nothing else is touched; macros hold only what the flow table can do. */
import fc from 'fast-check';
import { actionOrder, actionRow } from './case-flow.js';
import { type Blank, type BlankValues, blanks, canBeStep, fillBlanks, macroFaults, unknownBlanks } from './desk.js';

const names = Object.keys(blanks) as Blank[];
const values = Object.fromEntries(names.map((name) => [name, `<${name}>`])) as BlankValues;

describe('templates', () => {
  it('fill in each blank wherever it stands', () => {
    const piece = fc.oneof(
      fc.constantFrom(...names.map((n) => `{${n}}`)),
      fc.string().map((t) => t.replace(/[{}]/g, '')),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const expected = pieces.map((p) => (/^\{\w+\}$/.test(p) ? values[p.slice(1, -1) as Blank] : p)).join('');
        expect(fillBlanks(pieces.join(''), values)).toBe(expected);
        expect(unknownBlanks(pieces.join(''))).toEqual([]);
      }),
    );
  });

  it('name what is no blank, and do not fill in what came with a value', () => {
    expect(unknownBlanks('{phone}，{item}，{}')).toEqual(['phone', '']);
    expect(fillBlanks('{item}', { ...values, item: '{unit}' })).toBe('{unit}');
    expect(unknownBlanks('{toString}')).toEqual(['toString']);
    expect(fillBlanks('{toString}', values)).toBe('{toString}');
  });
});

describe('macros', () => {
  const assign = { action: 'assign', input: { unit: 'suggested', urgency: 'normal' } };
  const faultsOf = (steps: unknown) => macroFaults({ steps, onward: true } as never);

  it('are made of filled forms in an order that the table allows', () => {
    expect(faultsOf([{ action: 'verify', input: {} }, assign])).toEqual({});
    expect(faultsOf([assign, { action: 'verify', input: {} }])).toEqual({ 'steps.1': 'invalid' });
    expect(faultsOf([{ action: 'assign', input: {} }])).toEqual({
      'steps.0.unit': 'required',
      'steps.0.urgency': 'required',
    });
    expect(faultsOf([{ ...assign, input: { ...assign.input, words: '请{who}看' } }])).toEqual({ 'steps.0': 'invalid' });
  });

  it('never hold what only a resident does, or what needs a photo of this very case', () => {
    for (const action of actionOrder.filter((a) => actionRow(a).by === 'case.follow')) {
      expect([action, canBeStep(action)]).toEqual([action, false]);
    }
    expect(canBeStep('settle')).toBe(false);
  });

  it('are refused, not stumbled over, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), (steps) => {
        const ok = Object.keys(faultsOf(steps)).length === 0;
        expect(ok && !Array.isArray(steps)).toBe(false);
      }),
    );
  });
});
