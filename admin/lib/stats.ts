/** The statistics as the console asks for them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type MeasureKey, measureKeys } from '../../shared/measures.js';
import type { StatsView } from '../../shared/views.js';
import { type AddressOf, oneOf, pageSize, whole, word } from './address.js';
import { get, post } from './api.js';

export const divisions = { area: '按地方', unit: '按单位', item: '按事项', month: '按月' } as const;
export type Division = keyof typeof divisions;
export type StatsSort = 'name' | '-name' | MeasureKey | `-${MeasureKey}`;
const sorts: StatsSort[] = ['name', '-name', ...measureKeys.flatMap((k): StatsSort[] => [k, `-${k}`])];

/** Which ratios stand beside each other. */
export const statsSets = {
  handling: '处置',
  intake: '核实与派遣',
  closing: '核查与结案',
  voice: '居民评价',
} as const;
export type StatsSet = keyof typeof statsSets;

/** The address of 统计; but for the set it is the query of the API. */
export const statsAddress = {
  place: word,
  unit: word,
  by: oneOf<Division>(Object.keys(divisions) as Division[]),
  from: word,
  to: word,
  sort: oneOf<StatsSort>(sorts),
  set: oneOf<StatsSet>(Object.keys(statsSets) as StatsSet[]),
  page: whole,
  size: pageSize,
};
export type StatsFilter = AddressOf<typeof statsAddress>;

export const useStats = ({ set: _set, ...query }: StatsFilter, enabled = true) =>
  useQuery({
    queryKey: ['stats', query],
    queryFn: ({ signal }) => get<StatsView>('/api/stats', query, signal),
    placeholderData: keepPreviousData,
    enabled,
  });

export function useFreeze() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (month: string) => post<{ month: string }>('/api/stats/freeze', { month }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['stats'] }),
  });
}
