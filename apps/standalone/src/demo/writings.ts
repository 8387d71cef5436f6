/** What the parties write into the hub in the first trial case. Dutch, as they would; made up; no names of residents. */
export const writings = {
  /** Whom the inspector saw with the child: made up, for the register does not tell such things. */
  companion: 'Onno Verzonnen',
  weighing: {
    amsterdam: {
      criteria: {
        aanwijzingen:
          'De melder nam dit in de eigen taak waar; het bureau heeft de registratie nagekeken en geen tegenstrijdigheid gevonden.',
        verschijningsvorm:
          'Veel mensen zonder familieband, op één dag op één adres ingeschreven: dat past bij huisvesting door een werkgever en bij mensenhandel.',
        noodzaak:
          'Alleen samen is te zien wie er woont, wie er werkt en wie eraan verdient; geen van de deelnemers heeft dat hele beeld.',
        partijen:
          'Wonen, arbeid, verblijf, belasting en openbare orde raken elkaar hier; minder deelnemers volstaan niet, meer zijn niet nodig.',
        regio: 'Het adres ligt in Amsterdam, en dus in deze regio.',
      },
      factoren: {
        aard: 'Een feitelijke registratie uit de eigen taak van de melder.',
        omvang: 'Het gaat om één adres en om de mensen die daar staan ingeschreven of zijn aangetroffen.',
        gewicht: 'Zwaar: er kunnen slachtoffers zijn. Van eerdere ingrepen is niets bekend.',
        melders: 'Gemeente, Arbeidsinspectie en IND melden los van elkaar over hetzelfde adres of dezelfde mensen.',
      },
    },
    elsewhere: {
      criteria: {
        aanwijzingen: 'De basisregistratie verklaart deze inschrijving niet vanuit de familie op het adres.',
        verschijningsvorm:
          'Een inschrijving zonder verwant kan bij mensenhandel passen, maar ook bij een gewone verhuizing.',
        noodzaak: 'De gemeente alleen kan niet zien of iemand anders de inschrijving heeft geregeld.',
        partijen: 'Politie en Arbeidsinspectie kunnen zeggen of het adres iets met werk of uitbuiting te maken heeft.',
        regio: 'Het adres ligt in Amsterdam, en dus in deze regio.',
      },
      factoren: {
        aard: 'Een feitelijke registratie van de gemeente.',
        omvang: 'Eén persoon, op een adres waar weinig mensen staan ingeschreven.',
        gewicht: 'Licht: niets anders wijst op dwang of op een werkgever.',
        melders: 'Alleen de gemeente; niemand anders meldt over dit adres.',
      },
    },
    rotterdam: {
      criteria: {
        aanwijzingen: 'De gemeente telde de inschrijvingen in haar eigen basisregistratie.',
        verschijningsvorm: 'Veel huishoudens op één adres kan passen bij huisvesting door een werkgever.',
        noodzaak: 'De gemeente ziet niet wie de woonruimte ter beschikking stelt en of de bewoners er werken.',
        partijen: 'Wonen en arbeid raken elkaar hier; de andere deelnemers zijn nog niet nodig.',
        regio: 'Het adres ligt in Rotterdam, en dus in deze regio.',
      },
      factoren: {
        aard: 'Een telling van de gemeente.',
        omvang: 'Eén adres.',
        gewicht: 'Nog onbekend; een eerdere ingreep is er niet.',
        melders: 'Alleen de gemeente.',
      },
    },
  },
  rejection: {
    elsewhere: {
      reden: 'onvoldoende-aanwijzingen',
      toelichting:
        'Het gaat om een ander adres en om een klein huishouden; wat is gezien, heeft een gewone verklaring. Gezamenlijk verwerken is hier niet nodig.',
    },
    rotterdam: {
      reden: 'onvoldoende-aanwijzingen',
      toelichting:
        'De inspectie kent het adres als een erkende opvang met een beheerder. Er zijn geen aanwijzingen van uitbuiting; samen verwerken is niet nodig.',
    },
  },
  necessity: {
    mayor:
      'De burgemeester beslist over openbare orde rond dit pand en moet weten wie er woont en wat er is aangetroffen.',
    police: 'De opsporing van mensenhandel vraagt te weten wie op dit adres staan en voor wie zij werken.',
    inspectorate: 'Het toezicht op arbeid en huisvesting vraagt te weten wie er wonen en wie hun verblijf regelt.',
    tax: 'Het toezicht op de loonheffing vraagt te weten hoeveel mensen er wonen en werken, en voor welke werkgever.',
    immigration: 'Het toezicht op referenten vraagt te weten wie er werkelijk wonen en bij wie zij werken.',
    college: 'Het toezicht op wonen vraagt te weten wat de inspectie op dit adres heeft aangetroffen.',
  },
  advice: {
    advies: 'positief',
    tekst:
      'De gevraagde gegevens zijn nodig en beperkt tot twee betrokkenen en één werkgever. Het kind en het mogelijke slachtoffer blijven afgeschermd. Ik adviseer positief.',
  },
  phase: {
    noodzaak: 'Zonder gegevens van politie en Belastingdienst blijft onduidelijk of de bewoners worden uitgebuit.',
    evenredigheid: 'Gevraagd wordt alleen naar betrokkenen van dit adres en naar de werkgever die er is aangetroffen.',
    subsidiariteit: 'Een controle door één dienst laat het verband tussen wonen, werk en loon niet zien.',
  },
  request: {
    police: 'Zijn deze betrokkenen voorgekomen in incidenten die op uitbuiting wijzen?',
    tax: 'Hoeveel werknemers geeft de werkgever van dit adres aan, en is er een achterstand?',
  },
  decisions:
    'De Arbeidsinspectie en de gemeente gaan samen langs. De politie spreekt met het mogelijke slachtoffer. Jeugdbescherming wordt buiten dit overleg om geraadpleegd.',
} as const;
