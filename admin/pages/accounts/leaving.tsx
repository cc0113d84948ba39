/** A leaver: what would go over to whom, and then it does, in one act. */
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { HandOver } from '../../../shared/desk.js';
import { permissions, roles } from '../../../shared/permissions.js';
import type { AccountRow } from '../../../shared/views.js';
import { AccountPicker } from '../../components/pickers/account-picker.js';
import { useDoHandOver, useHandOver } from '../../lib/desk.js';
import { messageOf } from '../../lib/words.js';

export function Leaving({ account }: { account: AccountRow }) {
  const { message } = App.useApp();
  const { data } = useHandOver(account.id, account.active);
  const does = useDoHandOver(account.id);
  const [to, setTo] = useState<string>();
  if (!account.active) return null;
  return (
    <section className="stack">
      <h2>离岗移交</h2>
      <ul className="leaving">{data && linesOf(data).map((line) => <li key={line}>{line}</li>)}</ul>
      <p className="hint">事件归单位和网格，岗位移交后由接手的人继续办。移交的同时停用这个账号。</p>
      <label htmlFor="hand-over-to">移交给</label>
      <AccountPicker id="hand-over-to" value={to} onChange={setTo} />
      <div className="row end">
        <Popconfirm
          title={`把${account.name}的岗位和资料全部移交，并停用账号？`}
          okText="移交"
          onConfirm={() =>
            to &&
            does.mutate(to, {
              onSuccess: () => void message.success('已移交，账号已停用'),
              onError: (problem) => void message.error(messageOf(problem)),
            })
          }
        >
          <Button disabled={!to} loading={does.isPending}>
            移交并停用
          </Button>
        </Popconfirm>
      </div>
    </section>
  );
}

function linesOf({ posts, headOf, views, macros, templates, drafts, standIns, lastOf, lost }: HandOver): string[] {
  const kept = views + macros + templates;
  return [
    posts.length > 0 ? `网格岗位 ${posts.length} 个：${posts.join('、')}` : '没有网格岗位',
    ...(headOf.length > 0 ? [`单位负责人：${headOf.join('、')}`] : []),
    ...(kept > 0 ? [`视图 ${views} 个、快捷操作 ${macros} 个、话术 ${templates} 条`] : []),
    ...(drafts > 0 ? [`没有提交的草稿 ${drafts} 份会删除`] : []),
    ...(standIns > 0 ? [`代班 ${standIns} 条会结束`] : []),
    ...(lastOf.length > 0 ? [`本单位再没有别的${lastOf.map((role) => roles[role].label).join('、')}`] : []),
    ...(lost.length > 0 ? [`本单位再没有别人能做：${lost.map((p) => permissions[p].label).join('、')}`] : []),
  ];
}
