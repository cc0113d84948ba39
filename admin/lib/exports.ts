/** Lists of cases as files. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExportView } from '../../shared/views.js';
import { get, post } from './api.js';
import { asQuery, type CaseFilter } from './cases.js';

const key = ['exports'] as const;
export const isAtWork = ({ state }: ExportView): boolean => state === 'waiting' || state === 'running';

export const useExports = (enabled: boolean) =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ExportView[]>('/api/exports', undefined, signal),
    // Addresses are short-lived; while something is written its progress is followed.
    refetchInterval: ({ state }) => (state.data?.some(isAtWork) ? 1000 : 300_000),
    enabled,
  });

export function useExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (filter: CaseFilter) => {
      const { page: _page, size: _size, sort: _sort, ...rest } = filter;
      return post<ExportView>('/api/exports', { filter: asQuery(rest) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useStopExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<ExportView>(`/api/exports/${id}/stop`),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
