import type { Reader, View } from '@knooppunt/disclosure';
import type { EdgeContext } from '@knooppunt/platform';
import { Inject, Injectable } from '@nestjs/common';
import { regelAanvulling, versieVan } from '../controllers/covenants.dto.js';
import type { ConvenantPaginaDto, ConvenantVersieDto } from '../controllers/covenants.dto.js';
import { Desk } from '../desk.js';
import { regelOf } from '../presenter.js';
import { covenantView, covenantsView } from '../views/covenant.view.js';
import { Members, membersOf } from './members.js';
import { CovenantTexts, lawOf } from './texts.js';
import type { VersionText } from './texts.js';

/** How texts of the cooperation are shown: the record of each through the gate, its words beside it. */
@Injectable()
export class CovenantDesk {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
    @Inject(Members) private readonly members: Members,
  ) {}

  /** All laws and covenants that the reader may know of. */
  async list(reader: Reader): Promise<ConvenantPaginaDto> {
    const [state, past, bureau] = await Promise.all([
      this.texts.state(reader.cooperation),
      this.texts.cameIntoForce(reader.cooperation),
      this.desk.bureauOf(reader.cooperation),
    ]);
    const { items } = await this.desk.show(covenantsView(bureau, state, past), reader);
    return { items: items.map((item) => Object.assign(regelOf(item), regelAanvulling(state, past, item.id))) };
  }

  /** One version with its text. Error: `platform/niet-gevonden`, recorded by the gate. */
  async show(edge: EdgeContext, reader: Reader, version: string): Promise<ConvenantVersieDto> {
    const { view, shown } = await this.looking(reader, version);
    const inzage = await this.desk.inspect(edge, reader, () => view);
    const state = await this.texts.state(reader.cooperation);
    const law = lawOf(state);
    const standings = law ? await this.members.standings(reader.cooperation, law) : [];
    return versieVan(inzage, shown(), state, membersOf(standings));
  }

  /** The text of a version that the reader may know of. Error: `platform/niet-gevonden`, recorded by the gate. */
  async read(reader: Reader, version: string): Promise<VersionText> {
    const { view, shown } = await this.looking(reader, version);
    await this.desk.show(view, reader);
    return shown();
  }

  /** What the gate is asked of a version, also of one that is not there. */
  async viewOf(reader: Reader, version: string): Promise<View> {
    return (await this.looking(reader, version)).view;
  }

  /** A view of a version, and what it found when the gate last asked it. */
  private async looking(reader: Reader, version: string): Promise<{ view: View; shown: () => VersionText }> {
    const bureau = await this.desk.bureauOf(reader.cooperation);
    let found: VersionText | undefined;
    const find = async (): Promise<VersionText | undefined> => {
      found = await this.texts.find(reader.cooperation, version);
      return found;
    };
    const shown = (): VersionText => {
      if (!found) throw new TypeError('a version is shown that is not there');
      return found;
    };
    return { view: covenantView(bureau, version, find), shown };
  }
}
