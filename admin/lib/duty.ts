/** The duty list as the console asks for it: its lines, one with its history, a trial, a change, the spreadsheet. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type GroupKey, groups, type LeadKey, leads } from '../../shared/duty-list.js';
import { type Standing, standings } from '../../shared/duty-rule.js';
import type { Fields } from '../../shared/fields.js';
import type { DryRun, DutyImportReport, DutyRow, DutyView, Page } from '../../shared/views.js';
import { type AddressOf, flag, oneOf, pageSize, whole, word } from './address.js';
import { get, post, queryText } from './api.js';

const sorts = [
  'about',
  '-changedAt',
  'changedAt',
  'effectiveFrom',
  '-effectiveFrom',
  'until',
  'area',
  'ledBy',
] as const;

/** What the list can be narrowed by; the address of the page and the query of the API are the same words. */
export const dutyAddress = {
  q: word,
  group: oneOf<GroupKey>(Object.keys(groups) as GroupKey[]),
  area: word,
  ledBy: oneOf<LeadKey>(Object.keys(leads) as LeadKey[]),
  standing: oneOf<Standing>(Object.keys(standings) as Standing[]),
  special: flag,
  sort: oneOf<(typeof sorts)[number]>(sorts),
  page: whole,
  size: pageSize,
  rule: word,
};
export type DutyFilter = Omit<AddressOf<typeof dutyAddress>, 'rule'>;

export const useDutyRules = (filter: DutyFilter) =>
  useQuery({
    queryKey: ['duty', 'list', filter],
    queryFn: ({ signal }) => get<Page<DutyRow>>('/api/duty/rules', filter, signal),
    placeholderData: keepPreviousData,
  });

export const useDutyRule = (id: string | undefined) =>
  useQuery({
    queryKey: ['duty', 'one', id],
    queryFn: ({ signal }) => get<DutyView>(`/api/duty/rules/${id}`, undefined, signal),
    enabled: id !== undefined,
  });

/** What an item asks of the reporter there. */
export const useQuestions = (item: string | undefined, place: string | undefined) =>
  useQuery({
    queryKey: ['duty', 'questions', item, place],
    queryFn: ({ signal }) => get<Fields>('/api/duty/questions', { item, place }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled: item !== undefined,
  });

export const exportAddress = ({ page: _page, size: _size, ...filter }: DutyFilter): string =>
  `/api/duty/export${queryText(filter)}`;

function useChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(['duty', 'case'].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}

export const useSaveRule = () =>
  useChange((body: { rule: object; version: number }) => post<DutyView>('/api/duty/rules', body));
export const useEndRule = (id: string) =>
  useChange((body: { from: string; why: string }) => post<DutyView>(`/api/duty/rules/${id}/end`, body));
export const useApproveRule = (id: string) => useChange(() => post<DutyView>(`/api/duty/rules/${id}/approve`));
export const useWithdrawRule = (id: string) =>
  useChange((why: string) => post<DutyView>(`/api/duty/rules/${id}/withdraw`, { why }));
export const useImportRules = () =>
  useChange((body: { xlsx: string; seen?: number }) => post<DutyImportReport>('/api/duty/import', body));
export const useDryRun = () =>
  useMutation({ mutationFn: (body: { rule: object; last: number }) => post<DryRun>('/api/duty/dry-run', body) });
export const useEndTrial = (id: string) =>
  useMutation({
    mutationFn: (body: { from: string; last: number }) => post<DryRun>(`/api/duty/rules/${id}/end/dry-run`, body),
  });
