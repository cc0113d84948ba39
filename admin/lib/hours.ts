/** The office hours of the city, as the console asks for them and sets them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OfficeSpan } from '../../shared/hours.js';
import type { OfficeHours } from '../../shared/views.js';
import { get, put } from './api.js';

const key = ['settings', 'hours'] as const;

export const useHours = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => get<OfficeHours>('/api/settings/hours', undefined, signal) });

export function useSetHours() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (spans: readonly OfficeSpan[]) => put<OfficeHours>('/api/settings/hours', { spans }),
    onSuccess: (hours) => client.setQueryData(key, hours),
  });
}
