/** Picks a member of staff by name. */
import { useAccounts } from '../../lib/registers.js';
import { RemoteSelect } from './remote-select.js';

interface Props {
  id: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  autoFocus?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  label?: string;
}

function useAccountOptions(typed: string, open: boolean) {
  const { data, isFetching } = useAccounts({ ...(typed ? { q: typed } : {}), size: 50 }, open);
  const options = (data?.rows ?? []).map((a) => ({
    value: a.id,
    label: a.name,
    more: [a.workName, a.unit?.name].filter(Boolean).join(' · '),
  }));
  return { options, busy: isFetching };
}

export function AccountPicker(props: Props) {
  return (
    <RemoteSelect {...props} useOptions={useAccountOptions} placeholder="输入姓名查找" nothing="没有这个姓名的人员" />
  );
}
