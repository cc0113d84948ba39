/** The tree of places: children are fetched when a branch is opened; a search shows a flat list instead. */
import { useQuery } from '@tanstack/react-query';
import { Input, Tree, type TreeDataNode } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { codesOf, levels } from '../../../shared/places.js';
import { sayCount } from '../../../shared/say.js';
import type { PlaceRow } from '../../../shared/views.js';
import { Empty, ErrorState, Loading } from '../../components/states.js';
import { fetchPlaces, usePlace, usePlaces } from '../../lib/registers.js';

interface Props {
  chosen: string | undefined;
  onChoose: (code: string) => void;
}
interface Node extends TreeDataNode {
  key: string;
  children?: Node[];
}
const MOST_CHILDREN = 100;

const nodeOf = (place: PlaceRow): Node => ({
  key: place.code,
  title: <Named place={place} />,
  isLeaf: place.children === 0,
});

function Named({ place }: { place: PlaceRow }) {
  return (
    <span className="tree-name">
      {place.name} {place.kind === 'special' && <span className="quiet">专属</span>}
      {place.faults.length > 0 && (
        <span className="tree-fault" title={place.faults.join('；')}>
          有缺项
        </span>
      )}
    </span>
  );
}

export function PlaceTree({ chosen, onChoose }: Props) {
  const [typed, setTyped] = useState('');
  return (
    <section className="card place-tree" aria-label="区划树">
      <Input.Search
        aria-label="按名称或编码查找"
        placeholder="名称或编码"
        allowClear
        onSearch={(q) => setTyped(q.trim())}
      />
      {typed ? (
        <Found q={typed} chosen={chosen} onChoose={onChoose} />
      ) : (
        <Branches chosen={chosen} onChoose={onChoose} />
      )}
    </section>
  );
}

function Branches({ chosen, onChoose }: Props) {
  const [children, setChildren] = useState<Readonly<Record<string, Node[]>>>({});
  const [opened, setOpened] = useState<string[]>([]);
  const { data, error, refetch } = useQuery({
    queryKey: ['places', 'roots'],
    queryFn: () => fetchPlaces({ size: MOST_CHILDREN }),
  });
  const { data: place } = usePlace(chosen);
  const load = useCallback(async (code: string) => {
    const page = await fetchPlaces({ parent: code, size: MOST_CHILDREN });
    const hidden = page.total - page.rows.length;
    const rest: Node[] =
      hidden > 0
        ? [
            {
              key: `${code}+`,
              title: `还有 ${sayCount(hidden, page.more)} 个，请按名称查找`,
              isLeaf: true,
              disabled: true,
            },
          ]
        : [];
    setChildren((was) => ({ ...was, [code]: [...page.rows.map(nodeOf), ...rest] }));
  }, []);
  const open = useCallback((codes: string[]) => setOpened((was) => [...new Set([...was, ...codes])]), []);

  // What is chosen stands open in its branch, wherever it was chosen, and is read anew when it changed; a single root
  // stands open from the first.
  const roots = data?.rows;
  useEffect(() => {
    if (!roots) return;
    const above = place ? codesOf(place.path).slice(0, place.children > 0 ? undefined : -1) : [];
    const top = roots.length === 1 && roots[0] ? [roots[0].code] : [];
    const codes = [...new Set([...top, ...above])];
    void Promise.all(codes.map(load)).then(() => open(codes));
  }, [roots, place, load, open]);

  const grown = (nodes: Node[]): Node[] =>
    nodes.map((node) => {
      const below = children[node.key];
      return below ? { ...node, children: grown(below) } : node;
    });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!roots) return <Loading />;
  if (roots.length === 0) return <Empty title="还没有区划" words="请导入边界，或新建区划。" />;
  return (
    <Tree<Node>
      blockNode
      treeData={grown(roots.map(nodeOf))}
      loadData={(node) => (node.isLeaf || children[node.key] ? Promise.resolve() : load(node.key))}
      expandedKeys={opened.filter((key) => children[key])}
      onExpand={(keys, { node, expanded }) => {
        if (expanded && !children[node.key]) void load(node.key);
        setOpened(keys.map(String));
      }}
      selectedKeys={chosen ? [chosen] : []}
      onSelect={(_, { node }) => onChoose(node.key)}
    />
  );
}

function Found({ q, chosen, onChoose }: Props & { q: string }) {
  const { data, error, refetch } = usePlaces({ q, size: 50 });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.rows.length === 0) return <Empty title="没有找到" words="可以换一个名称，或输入编码的前几位。" />;
  return (
    <ul className="tree-found">
      {data.rows.map((place) => (
        <li key={place.code}>
          <button
            type="button"
            className={place.code === chosen ? 'link chosen' : 'link'}
            onClick={() => onChoose(place.code)}
          >
            {place.name}
          </button>
          <span className="hint">
            {levels[place.level].label} · {place.code}
          </span>
        </li>
      ))}
    </ul>
  );
}
