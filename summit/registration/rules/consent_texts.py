"""The consent texts that a new edition starts with; each names its purpose, its data and how to take it back.

The controller is “the organiser of the summit”: an edition publishes its own texts before it opens.
Grounds: 152-FZ art. 9, GDPR art. 7, PIPL art. 14, LGPD art. 8, DPDP s. 6 (the strictest of each).
"""

from summit.registration.rules.consents import ConsentPurpose

DEFAULT_TEXTS: dict[ConsentPurpose, dict[str, str]] = {
    ConsentPurpose.REGISTRATION: {
        "en": (
            "I agree that the organiser of the summit processes my name, contact details, countries, organisation, "
            "position and languages in order to register me, decide on my admission, make my badge and check it at "
            "the entrances. The data are kept for one year after the edition and are then erased. I may take this "
            "consent back at any time by withdrawing my registration; what was done before stays lawful."
        ),
        "ru": (
            "Я даю организатору саммита согласие на обработку моего имени, контактных данных, сведений о странах, "
            "организации, должности и языках для регистрации, решения о допуске, изготовления бейджа и его проверки "
            "на входах. Данные хранятся один год после окончания саммита и затем уничтожаются. Согласие можно "
            "отозвать в любое время, отозвав регистрацию; обработка до отзыва остаётся законной."
        ),
    },
    ConsentPurpose.DOCUMENTS: {
        "en": (
            "I agree that the organiser of the summit processes my travel dates, the country that issued my document "
            "and, when asked for, my passport data in order to prepare visa and invitation letters. Passport data are "
            "kept encrypted, each view is recorded, and they are erased when the edition ends."
        ),
        "ru": (
            "Я даю организатору саммита согласие на обработку дат моей поездки, сведений о стране выдачи документа и, "
            "если они потребуются, паспортных данных для подготовки визовых и пригласительных писем. Паспортные данные "
            "хранятся в зашифрованном виде, каждый просмотр записывается; по окончании саммита они уничтожаются."
        ),
    },
    ConsentPurpose.SECURITY_CHECK: {
        "en": (
            "I agree that the organiser of the summit passes my name, date of birth, citizenship and document data to "
            "the authorities in charge of security at events with protected persons, for the admission check only."
        ),
        "ru": (
            "Я даю организатору саммита согласие на передачу моего имени, даты рождения, гражданства и данных "
            "документа органам, обеспечивающим безопасность мероприятий с участием охраняемых лиц, исключительно для "
            "проверки при допуске."
        ),
    },
    ConsentPurpose.DIET_ACCESS: {
        "en": (
            "I agree that the organiser of the summit processes what I have told about my diet and my access needs, "
            "which may reveal my health or religion, in order to prepare meals and assistance. Only those who prepare "
            "them see it, and it is erased when the edition ends."
        ),
        "ru": (
            "Я даю организатору саммита согласие на обработку сообщённых мной сведений о питании и необходимых мне "
            "условиях доступа, которые могут указывать на состояние здоровья или вероисповедание, для организации "
            "питания и сопровождения. Эти сведения видят только ответственные лица; по окончании саммита они "
            "уничтожаются."
        ),
    },
    ConsentPurpose.BADGE_PHOTO: {
        "en": (
            "I agree that the organiser of the summit prints my photo on my badge and shows it to the staff at the "
            "entrances so that they can compare it with me. It is not used for automatic face recognition."
        ),
        "ru": (
            "Я даю организатору саммита согласие на размещение моей фотографии на бейдже и её показ сотрудникам на "
            "входах для сличения. Фотография не используется для автоматического распознавания лиц."
        ),
    },
    ConsentPurpose.PROFILE_VISIBLE: {
        "en": (
            "I agree that other registered participants may see my name, organisation, position, country and "
            "languages in the directory of the summit. My e-mail address and my phone number are not shown."
        ),
        "ru": (
            "Я согласен (согласна) с тем, что другие зарегистрированные участники видят в каталоге саммита моё имя, "
            "организацию, должность, страну и языки. Адрес электронной почты и номер телефона не показываются."
        ),
    },
    ConsentPurpose.PUBLICATION: {
        "en": (
            "I agree that the organiser of the summit publishes my name, organisation, position and photo in the "
            "programme, on the website and in printed materials of this edition."
        ),
        "ru": (
            "Я даю организатору саммита согласие на публикацию моего имени, организации, должности и фотографии в "
            "программе, на сайте и в печатных материалах этого саммита."
        ),
    },
    ConsentPurpose.CONTACT_EXCHANGE: {
        "en": (
            "I agree that a participant to whom I show my badge for scanning receives my name, organisation, position "
            "and e-mail address. Nobody receives them without such a scan."
        ),
        "ru": (
            "Я согласен (согласна) с тем, что участник, которому я предъявляю бейдж для сканирования, получает моё "
            "имя, организацию, должность и адрес электронной почты. Без такого сканирования их не получает никто."
        ),
    },
    ConsentPurpose.FILMING: {
        "en": (
            "I agree that I may be filmed and photographed at the summit and that these recordings may be used in "
            "reports about this edition. Places without filming are marked, and stewards will seat me there on request."
        ),
        "ru": (
            "Я согласен (согласна) с фото- и видеосъёмкой на саммите и с использованием этих материалов в публикациях "
            "о нём. Места без съёмки обозначены; по просьбе сотрудники предложат место там."
        ),
    },
    ConsentPurpose.TRANSFER_ABROAD: {
        "en": (
            "I agree that my name, organisation, position and contact details are passed to partners of the summit in "
            "the country that I represent, also where the law there protects personal data less strictly."
        ),
        "ru": (
            "Я согласен (согласна) на трансграничную передачу моего имени, сведений об организации, должности и "
            "контактных данных партнёрам саммита в стране, которую я представляю, в том числе если её законодательство "
            "защищает персональные данные менее строго."
        ),
    },
    ConsentPurpose.NEWS: {
        "en": (
            "I agree to receive news of later editions and missions by e-mail. Every such mail holds a link that ends "
            "them."
        ),
        "ru": (
            "Я согласен (согласна) получать по электронной почте новости о следующих саммитах и деловых миссиях. "
            "В каждом таком письме есть ссылка для отказа."
        ),
    },
}
