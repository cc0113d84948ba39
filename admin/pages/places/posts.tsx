/** The posts of a grid, "1+3+N": who holds them now, and how to change that. */
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { type Post, posts } from '../../../shared/places.js';
import { sayDay } from '../../../shared/say.js';
import type { PlaceView } from '../../../shared/views.js';
import { HelpContext } from '../../components/fields/help.js';
import { AccountPicker } from '../../components/pickers/account-picker.js';
import { useNow } from '../../lib/now.js';
import { useSetPosts } from '../../lib/registers.js';
import { useMay } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

const order = Object.keys(posts) as Post[];
const GROUPS: Record<string, string> = { '1': '网格长', '3': '专兼职力量', N: '其他力量' };

export function Posts({ place }: { place: PlaceView }) {
  const may = useMay('post.write');
  const [editing, setEditing] = useState(false);
  const now = useNow();
  return (
    <section className="card stack">
      <div className="page-title">
        <h2>网格岗位（1+3+N）</h2>
        <span className="grow" />
        {may && !editing && <Button onClick={() => setEditing(true)}>调整岗位</Button>}
      </div>
      {editing ? (
        <HelpContext.Provider
          value={{ names: Object.fromEntries(place.posts.map((h) => [h.account.id, h.account.name])) }}
        >
          <Editor place={place} onDone={() => setEditing(false)} />
        </HelpContext.Provider>
      ) : (
        <dl className="posts">
          {order
            .filter((post) => posts[post].least > 0 || place.posts.some((h) => h.post === post))
            .map((post) => {
              const holders = place.posts.filter((h) => h.post === post);
              return (
                <div key={post}>
                  <dt>{posts[post].label}</dt>
                  <dd>
                    {holders.length === 0 && <span className="tree-fault">空缺</span>}
                    {holders.map((h) => (
                      <span key={h.id} className="holder">
                        {h.account.name}
                        <span className="quiet">
                          （{h.workName} {h.contact}，{sayDay(h.since, now)}起）
                        </span>
                      </span>
                    ))}
                  </dd>
                </div>
              );
            })}
        </dl>
      )}
    </section>
  );
}

interface Row {
  key: number;
  post: Post;
  account: string | undefined;
}

function Editor({ place, onDone }: { place: PlaceView; onDone: () => void }) {
  const { message } = App.useApp();
  const save = useSetPosts(place.code);
  const [rows, setRows] = useState<Row[]>(place.posts.map((h, key) => ({ key, post: h.post, account: h.account.id })));
  const change = (key: number, some: Partial<Row>) => setRows(rows.map((r) => (r.key === key ? { ...r, ...some } : r)));
  const add = () =>
    setRows([...rows, { key: Math.max(-1, ...rows.map((r) => r.key)) + 1, post: 'worker', account: undefined }]);
  const crowded = rows.filter((r) => r.post === 'lead').length > 1;
  const open = rows.some((r) => !r.account);
  const send = () =>
    save.mutate(
      rows.map((r) => ({ post: r.post, account: r.account ?? '' })),
      {
        onSuccess: () => {
          void message.success('岗位已更新');
          onDone();
        },
        onError: (problem) => void message.error(messageOf(problem)),
      },
    );
  return (
    <div className="stack">
      {rows.map((row) => (
        <div key={row.key} className="post-row">
          <Select
            aria-label="岗位"
            value={row.post}
            options={Object.entries(GROUPS).map(([group, label]) => ({
              label,
              options: order.filter((p) => posts[p].group === group).map((p) => ({ value: p, label: posts[p].label })),
            }))}
            onChange={(post: Post) => change(row.key, { post })}
          />
          <AccountPicker
            id={`post-${row.key}`}
            label="人员"
            value={row.account}
            autoFocus={!row.account}
            onChange={(account) => change(row.key, { account })}
          />
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label="去掉"
            onClick={() => setRows(rows.filter((r) => r.key !== row.key))}
          />
        </div>
      ))}
      {crowded && <p className="tree-fault">网格长只能有一名</p>}
      {!rows.some((r) => r.post === 'worker') && <p className="hint">至少要有一名专职网格员，否则会显示为缺项。</p>}
      <div className="row">
        <Button icon={<PlusOutlined />} onClick={add}>
          添加
        </Button>
        <span className="grow" />
        <Button onClick={onDone}>取消</Button>
        <Button type="primary" disabled={crowded || open} loading={save.isPending} onClick={send}>
          保存岗位
        </Button>
      </div>
    </div>
  );
}
