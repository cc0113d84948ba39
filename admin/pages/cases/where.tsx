/** The place in the form of an action: asked first of a case without a grid, behind a button where it has its grid. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { whereAsks } from '../../../shared/case-flow.js';
import { type Field, type Fields, has, type Point } from '../../../shared/fields.js';
import type { CaseView, Spot } from '../../../shared/views.js';
import { AddressInput } from '../../components/fields/address-input.js';
import type { Input } from '../../components/fields/fields-form.js';
import type { FieldOf, InputProps } from '../../components/fields/input-props.js';
import { inputs } from '../../components/fields/inputs.js';
import { PlaceByName } from '../../components/fields/place-by-name.js';
import { placeAt } from '../../lib/intake.js';

interface Where {
  fields: Fields;
  instead: Readonly<Record<string, (props: InputProps<Field, unknown>) => ReactNode>>;
  /** What opens the place where it is not asked for by itself. */
  more: ReactNode;
}

export function useWhere(
  asks: Fields,
  view: Pick<CaseView, 'grid'>,
  input: Input,
  onChange: (input: Input) => void,
): Where {
  const [opened, setOpened] = useState(false);
  if (!has(asks, 'place')) return { fields: asks, instead: {}, more: null };
  const others = Object.fromEntries(Object.entries(asks).filter(([key]) => !has(whereAsks, key)));
  const isOpen = opened || Object.keys(whereAsks).some((key) => input[key] !== undefined);
  const put = (more: Input) => onChange({ ...input, ...more });
  const instead: Where['instead'] = {
    address: (props) => (
      <AddressInput {...props} onSpot={(spot: Spot) => put({ address: spot.label, ...placeAt(spot) })} />
    ),
    place: (props) => (
      <>
        <PlaceByName onSpot={(spot) => put(placeAt(spot))} />
        {inputs.point(props as InputProps<FieldOf<'point'>, Point>)}
      </>
    ),
  };
  if (!view.grid) return { fields: { ...whereAsks, ...others }, instead, more: null };
  if (isOpen) return { fields: { ...others, ...whereAsks }, instead, more: null };
  const more = (
    <div>
      <Button type="link" size="small" onClick={() => setOpened(true)}>
        位置不对，更正位置
      </Button>
    </div>
  );
  return { fields: others, instead, more };
}
