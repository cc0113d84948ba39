/** 区划与网格: the tree at the left, the place at the right. */
import { ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Empty } from '../../components/states.js';
import { word } from '../../lib/address.js';
import { usePlace } from '../../lib/registers.js';
import { useMay, useMe } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';
import { ImportDialog } from './import-dialog.js';
import { NewPlaceDialog } from './new-place.js';
import { PlaceCard } from './place-card.js';
import { PlaceTree } from './place-tree.js';
import './places.css';

const address = { code: word };

export default function Places() {
  const me = useMe();
  const [{ code = me.place?.code }, change] = useAddress(address);
  const mayWrite = useMay('place.write');
  const { data: place } = usePlace(code);
  // Nothing lies below a grid but 微网格; what is imported while one looks at a grid goes beside it.
  const { data: parent } = usePlace(place?.level === 'grid' ? (place.parent ?? undefined) : undefined);
  const [dialog, setDialog] = useState<'new' | 'import'>();
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>区划与网格</h1>
        <span className="grow" />
        {mayWrite && (
          <>
            <Button icon={<PlusOutlined />} onClick={() => setDialog('new')}>
              新建区划
            </Button>
            <Button icon={<ImportOutlined />} onClick={() => setDialog('import')}>
              导入边界
            </Button>
          </>
        )}
      </div>
      <div className="places">
        <PlaceTree chosen={code} onChoose={(next) => change({ code: next })} />
        {code ? (
          <PlaceCard key={code} code={code} onChoose={(next) => change({ code: next })} />
        ) : (
          <section className="card">
            <Empty title="请选择区划或网格" words="在左边点开，或按名称、编码查找。" />
          </section>
        )}
      </div>
      {dialog === 'new' && (
        <NewPlaceDialog
          under={parent ?? place}
          onClose={() => setDialog(undefined)}
          onMade={(made) => change({ code: made })}
        />
      )}
      {dialog === 'import' && <ImportDialog under={parent ?? place} onClose={() => setDialog(undefined)} />}
    </div>
  );
}
