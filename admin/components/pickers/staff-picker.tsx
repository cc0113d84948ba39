/** Picks anybody of the staff by name, beyond one's own unit: for whoever may name a stand-in of another. */
import { useOutsiders } from '../../lib/desk.js';
import { RemoteSelect } from './remote-select.js';

interface Props {
  id: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function useStaffOptions(typed: string, open: boolean) {
  const { data, isFetching } = useOutsiders({ ...(typed ? { q: typed } : {}), size: 50 }, open);
  const options = (data?.rows ?? []).map(({ id, name, unit }) => ({ value: id, label: name, more: unit ?? undefined }));
  return { options, busy: isFetching };
}

export function StaffPicker(props: Props) {
  return (
    <RemoteSelect {...props} useOptions={useStaffOptions} placeholder="输入姓名查找" nothing="没有这个姓名的人员" />
  );
}
