/** Boston's reasons in the words of our duty list, so that a replayed request is a case like any other. */

/** Reason → code of an item; the type is looked at first where a reason covers several things. */
const byType: readonly (readonly [RegExp, string])[] = [
  [/pothole|roadway/i, 'road-broken'],
  [/sidewalk/i, 'pavement'],
  [/traffic signal/i, 'signal'],
  [/abandoned bicycle/i, 'shared-bike'],
  [/rodent|mice|bed bug|pest/i, 'pests'],
  [/bulk item/i, 'bulky-waste'],
];
const byReason: Readonly<Record<string, string>> = {
  'Street Lights': 'road-lamp',
  'Highway Maintenance': 'road-broken',
  'Signs & Signals': 'road-sign',
  'Street Cleaning': 'dirty-road',
  Sanitation: 'litter',
  Recycling: 'waste-bin',
  'Code Enforcement': 'litter',
  Trees: 'tree-trim',
  Graffiti: 'small-ads',
  'Park Maintenance & Safety': 'park',
  'Animal Issues': 'dog',
  'Enforcement & Abandoned Vehicles': 'dead-car',
  Catchbasin: 'manhole',
  'Noise Disturbance': 'noise-life',
  'Generic Noise Disturbance': 'noise-life',
};

/** What has no place in the duty list goes to whoever sorts such things out. */
export const OTHER = 'other';

export const itemFor = (reason: string, type: string): string =>
  byType.find(([pattern]) => pattern.test(type))?.[1] ?? byReason[reason] ?? OTHER;
