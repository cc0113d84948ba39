/** Does one action on a case: checks the form as the server will, sends its photos first, then the rest. */
import { type Action, actionRow } from '../../shared/case-flow';
import { clean, type Fields, faults } from '../../shared/fields';
import type { CaseView } from '../../shared/views';
import { call } from './api';
import type { Picked } from './picked';
import { sendAll } from './upload';

type Value = Record<string, unknown>;

const photoKeys = (fields: Fields) => Object.keys(fields).filter((key) => fields[key].kind === 'photos');
const picked = (value: Value, key: string) => (value[key] as Picked[] | undefined) ?? [];
const photosAs = (fields: Fields, value: Value, name: (photo: Picked) => string): Value => ({
  ...value,
  ...Object.fromEntries(photoKeys(fields).map((key) => [key, picked(value, key).map(name)])),
});

/** Faults by field; photos count by their own keys, because they have no ids yet. */
export function faultsIn(action: Action, value: Value): Record<string, string> {
  const { asks, check } = actionRow(action);
  const input = photosAs(asks, value, (photo) => photo.key);
  return { ...faults(asks, input), ...check?.(input) };
}

/**
 * @param onSent called with the photos of a field once one has the id that the server gave it: with them, the same
 * again is the same input
 * @returns the case as it stands afterwards
 * @throws Failure
 */
export async function act(
  view: CaseView,
  action: Action,
  value: Value,
  key: string,
  onSent: (photos: Value) => void,
): Promise<CaseView> {
  const { asks } = actionRow(action);
  const sent = { ...value };
  const keep = (name: string) => (photo: Picked) => {
    sent[name] = picked(sent, name).map((one) => (one.key === photo.key ? photo : one));
    onSent({ [name]: sent[name] });
  };
  for (const name of photoKeys(asks)) await sendAll(picked(value, name), keep(name));
  const input = clean(
    asks,
    photosAs(asks, sent, (photo) => photo.id ?? ''),
  );
  return call<CaseView>('POST', `/cases/${view.id}/acts/${action}`, { body: { version: view.version, input }, key });
}
