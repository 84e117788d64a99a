"""What the demo's forty-five sessions are, in the five languages of the edition."""

from collections.abc import Iterator
from dataclasses import dataclass

# ruff: noqa: E501
LANGUAGES = ("en", "ru", "zh-Hans", "pt-BR", "ar")

# A session is a line of facts and five lines of “title / abstract”, one per language.
# Facts: key | day | hall (joined halls after +) | start | minutes | format | track | language | channels | places | age | people
_TEXTS = """
opening | 0 | great+business | 10:00 | 60 | plenary | business | en | ru zh-Hans pt-BR ar | | 0 | 5
Opening: a new geography of fashion / Where cloth is woven, who designs it and who wears it: the summit opens with the people who are redrawing the map.
Открытие: новая география моды / Где ткут, кто создаёт и кто носит: саммит открывают те, кто заново рисует карту моды.
开幕:时尚的新版图 / 面料在哪里织造,由谁设计,又由谁穿着:重绘时尚版图的人们为峰会揭幕。
Abertura: uma nova geografia da moda / Onde se tece, quem cria e quem veste: a cúpula é aberta por quem está redesenhando o mapa.
الافتتاح: جغرافيا جديدة للأزياء / أين يُنسج القماش ومن يصممه ومن يرتديه: يفتتح القمة من يعيدون رسم الخريطة.
cotton | 0 | business | 11:30 | 75 | panel | business | en | ru | | 0 | 4
From the cotton field to the catwalk / Growers, spinners and designers follow one shirt through six countries and say where the money stays.
От хлопкового поля до подиума / Аграрии, прядильщики и дизайнеры прослеживают путь одной рубашки через шесть стран и говорят, где остаются деньги.
从棉田到秀场 / 种植者、纺纱商与设计师追踪一件衬衫走过六个国家的旅程,并说明利润留在何处。
Do algodoal à passarela / Produtores, fiandeiros e designers acompanham uma camisa por seis países e dizem onde fica o dinheiro.
من حقل القطن إلى منصة العرض / مزارعون وغزّالون ومصممون يتتبعون قميصًا واحدًا عبر ستة بلدان ويقولون أين يبقى المال.
dyes | 0 | studio | 11:30 | 45 | talk | education | en | ru ar | | 0 | 1
Natural dyes of five continents / Madder, indigo, pomegranate and their cousins: recipes that survive a washing machine.
Природные красители пяти континентов / Марена, индиго, гранат и их родня: рецепты, которые выдерживают стиральную машину.
五大洲的天然染料 / 茜草、靛蓝、石榴及其同类:经得起洗衣机考验的配方。
Corantes naturais de cinco continentes / Garança, índigo, romã e seus parentes: receitas que resistem à máquina de lavar.
الأصباغ الطبيعية في خمس قارات / الفوّة والنيلة والرمان وأقاربها: وصفات تصمد أمام الغسالة.
draping | 0 | atelier | 11:30 | 120 | workshop | education | ru | en | 24 | 12 | 2
Draping by hand / Two metres of muslin, one dress form and no pattern: everybody leaves with a bodice of their own.
Наколка вручную / Два метра муслина, манекен и ни одной выкройки: каждый уйдёт с собственным лифом.
手工立体裁剪 / 两米坯布、一个人台、没有纸样:每位参与者都将带走自己的作品。
Moulage à mão / Dois metros de musselina, um manequim e nenhum molde: cada participante leva para casa o próprio corpete.
التشكيل على المانيكان يدويًا / متران من الموسلين ومانيكان بلا باترون: يخرج كل مشارك بصدرية من صنعه.
lastloom | 0 | cinema | 12:00 | 90 | screening | film | ru | en | 180 | 6 | 1
The Last Loom / A documentary about a weaving family that refuses to sell its only machine, followed by a talk with the director.
Последний станок / Документальный фильм о семье ткачей, которая отказывается продать единственный станок; после показа — разговор с режиссёром.
《最后的织机》 / 一部关于拒绝出售唯一织机的织工家庭的纪录片,映后与导演交流。
O último tear / Documentário sobre uma família de tecelões que se recusa a vender sua única máquina; depois, conversa com a direção.
النول الأخير / فيلم وثائقي عن عائلة نسّاجين ترفض بيع آلتها الوحيدة، يليه حوار مع المخرج.
customs | 0 | library | 14:00 | 90 | round_table | business | en | ru | 30 | 0 | 4
Customs for small brands / Twelve parcels, four borders: practitioners open their files and agree on a list of ten requests.
Таможня для малых марок / Двенадцать посылок, четыре границы: практики открывают папки и составляют список из десяти просьб.
小品牌的海关实务 / 十二个包裹,四道边境:从业者公开案例,并商定十项诉求。
Alfândega para pequenas marcas / Doze pacotes, quatro fronteiras: quem faz abre seus arquivos e combina uma lista de dez pedidos.
الجمارك للعلامات الصغيرة / اثنا عشر طردًا وأربعة حدود: يفتح الممارسون ملفاتهم ويتفقون على عشرة مطالب.
caftan | 0 | gallery | 14:00 | 60 | lecture | education | ru | en ar | 120 | 0 | 1
A history of the caftan / One cut, thirty peoples: how a coat without shoulder seams travelled from the steppe to the salon.
История кафтана / Один крой, тридцать народов: как одежда без плечевого шва дошла от степи до салона.
长袍的历史 / 一种剪裁,三十个民族:没有肩缝的外衣如何从草原走进沙龙。
Uma história do cafetã / Um corte, trinta povos: como um casaco sem costura nos ombros foi da estepe ao salão.
تاريخ القفطان / قَصّة واحدة وثلاثون شعبًا: كيف سافر رداء بلا خياطة كتف من السهوب إلى الصالون.
marketplaces | 0 | business | 14:00 | 75 | panel | business | en | ru zh-Hans | | 0 | 4
Marketplaces and independent designers / Commission, returns, visibility: what a brand of five people can negotiate and what it cannot.
Маркетплейсы и независимые дизайнеры / Комиссия, возвраты, видимость: о чём марка из пяти человек может договориться, а о чём нет.
电商平台与独立设计师 / 佣金、退货与曝光:一个五人品牌能谈什么,不能谈什么。
Marketplaces e designers independentes / Comissão, devoluções, visibilidade: o que uma marca de cinco pessoas pode negociar e o que não pode.
منصات البيع والمصممون المستقلون / العمولة والمرتجعات والظهور: ما يمكن لعلامة من خمسة أشخاص أن تتفاوض عليه وما لا يمكن.
lookbook | 0 | studio | 15:30 | 60 | closed_presentation | showroom | en | | 60 | 0 | 2
Lookbook for buyers / Forty looks from eleven houses, with prices and delivery weeks; for buyers and official guests.
Лукбук для байеров / Сорок образов одиннадцати домов с ценами и неделями поставки; для байеров и официальных гостей.
买手专场:系列手册 / 十一家品牌的四十套造型,附价格与交货周期;仅限买手与官方嘉宾。
Lookbook para compradores / Quarenta looks de onze casas, com preços e semanas de entrega; para compradores e convidados oficiais.
كتاب الإطلالات للمشترين / أربعون إطلالة من إحدى عشرة دارًا مع الأسعار وأسابيع التسليم؛ للمشترين والضيوف الرسميين.
sizing | 0 | gallery | 15:30 | 45 | talk | business | en | ru | | 0 | 1
Fit for every body / What eight national size tables agree on, and how to grade one jacket for all of them.
Посадка для каждой фигуры / В чём сходятся восемь национальных размерных таблиц и как отградировать один жакет для всех.
合身,为每一种身形 / 八个国家的尺码表有哪些共识,又如何为它们推板同一件夹克。
Caimento para todos os corpos / No que oito tabelas nacionais de tamanhos concordam e como graduar um blazer para todas.
مقاس لكل جسد / ما تتفق عليه ثمانية جداول مقاسات وطنية، وكيف تُدرَّج سترة واحدة لها جميعًا.
memorandum | 0 | great | 16:00 | 30 | signing_ceremony | business | ru | en zh-Hans ar | | 0 | 3
Memorandum of fashion associations / Eleven associations sign an agreement on exchange of residencies and archives.
Меморандум ассоциаций моды / Одиннадцать ассоциаций подписывают соглашение об обмене резиденциями и архивами.
时尚协会备忘录签署 / 十一个协会签署关于驻留计划与档案交流的协议。
Memorando das associações de moda / Onze associações assinam um acordo sobre intercâmbio de residências e acervos.
مذكرة جمعيات الأزياء / إحدى عشرة جمعية توقّع اتفاقًا لتبادل الإقامات الفنية والأرشيفات.
photography | 0 | atelier | 14:30 | 90 | workshop | education | en | | 20 | 0 | 1
Photographing a collection on a phone / Window light, a white sheet and twelve frames that sell: bring one garment.
Снимаем коллекцию на телефон / Свет из окна, белая простыня и двенадцать кадров, которые продают: принесите одну вещь.
用手机拍摄系列 / 窗光、白布与十二张能带来销量的照片:请自带一件衣服。
Fotografar uma coleção com o celular / Luz de janela, um lençol branco e doze quadros que vendem: traga uma peça.
تصوير مجموعة بالهاتف / ضوء النافذة وملاءة بيضاء واثنتا عشرة لقطة تبيع: أحضر قطعة واحدة.
steppe | 0 | runway | 17:00 | 40 | runway_show | shows | | | 420 | 6 | 2
Steppe and Ocean / Felt meets sea silk: two houses from two ends of a continent show one collection.
Степь и океан / Войлок встречает морской шёлк: два дома с двух концов континента показывают одну коллекцию.
草原与海洋 / 毛毡邂逅海丝:来自大陆两端的两家品牌呈现同一系列。
Estepe e oceano / O feltro encontra a seda do mar: duas casas de dois extremos de um continente mostram uma só coleção.
السهوب والمحيط / اللبّاد يلتقي حرير البحر: داران من طرفي قارة تعرضان مجموعة واحدة.
newnames | 0 | runway | 19:00 | 45 | runway_show | shows | | | 420 | 6 | 3
New Names / Nine graduates, six looks each; the jury announces a residency at the end.
Новые имена / Девять выпускников, по шесть образов у каждого; в конце жюри объявляет резиденцию.
新锐之名 / 九位毕业生,每人六套造型;评审团将在结束时公布驻留名额。
Novos nomes / Nove formandos, seis looks cada; ao fim, o júri anuncia uma residência.
أسماء جديدة / تسعة خريجين وستة تصاميم لكل منهم؛ وفي الختام تعلن لجنة التحكيم إقامة فنية.
fabrics | 0 | terrace | 20:30 | 120 | networking | networking | en | | 150 | 18 | 1
An evening of fabrics / Mills bring their swatches, the terrace brings the view; the bus leaves from the main entrance at 20:00.
Вечер тканей / Фабрики привозят образцы, терраса дарит вид; автобус отходит от главного входа в 20:00.
面料之夜 / 工厂带来样布,露台带来风景;巴士20:00从主入口出发。
Uma noite de tecidos / As tecelagens trazem amostras, o terraço traz a vista; o ônibus sai da entrada principal às 20h.
أمسية الأقمشة / تجلب المصانع عيّناتها وتمنح الشرفة إطلالتها؛ تنطلق الحافلة من المدخل الرئيسي الساعة 20:00.
buyersbreakfast | 1 | library | 09:05 | 45 | networking | networking | en | | 30 | 0 | 1
Buyers' breakfast / Tea, pastries and the order book of next season: for buyers and exhibitors.
Завтрак байеров / Чай, выпечка и книга заказов следующего сезона: для байеров и экспонентов.
买手早餐会 / 茶点与下一季订货簿:面向买手与参展商。
Café da manhã dos compradores / Chá, doces e o livro de pedidos da próxima estação: para compradores e expositores.
فطور المشترين / شاي ومعجنات ودفتر طلبات الموسم المقبل: للمشترين والعارضين.
craft | 1 | great+business | 10:00 | 60 | plenary | business | en | ru zh-Hans pt-BR ar | | 0 | 5
Technology serves the hand / Looms that listen, needles that learn: engineers and artisans discuss who should lead whom.
Технология на службе у руки / Станки, которые слышат, иглы, которые учатся: инженеры и мастера спорят, кто кого ведёт.
技术为手艺服务 / 会聆听的织机,会学习的针:工程师与匠人探讨应由谁引领谁。
A tecnologia a serviço da mão / Teares que escutam, agulhas que aprendem: engenheiros e artesãos discutem quem deve conduzir quem.
التقنية في خدمة اليد / أنوال تصغي وإبر تتعلّم: مهندسون وحرفيون يناقشون من يقود من.
leather | 1 | business | 11:30 | 75 | panel | business | en | ru pt-BR | | 0 | 4
Leather after leather / Mushroom, pineapple, vegetable tanning: tanners and inventors put their samples on one table.
Кожа после кожи / Грибы, ананас, растительное дубление: кожевники и изобретатели кладут образцы на один стол.
皮革之后的皮革 / 蘑菇、菠萝与植鞣:制革师与发明者把样品摆在同一张桌上。
Couro depois do couro / Cogumelo, abacaxi, curtimento vegetal: curtidores e inventores põem suas amostras na mesma mesa.
الجلد بعد الجلد / الفطر والأناناس والدباغة النباتية: دبّاغون ومخترعون يضعون عيّناتهم على طاولة واحدة.
mill | 1 | mill | 11:00 | 180 | other | exhibition | ru | en | 40 | 12 | 1
A day at the mill / Spinning, weaving and finishing under one roof; closed shoes are required, the bus leaves at 10:15.
День на фабрике / Прядение, ткачество и отделка под одной крышей; нужна закрытая обувь, автобус отходит в 10:15.
走进纺织厂 / 纺、织、后整理同在一个屋檐下;须穿包脚鞋,巴士10:15出发。
Um dia na tecelagem / Fiação, tecelagem e acabamento sob o mesmo teto; é preciso sapato fechado, o ônibus sai às 10h15.
يوم في المصنع / الغزل والنسيج والتجهيز تحت سقف واحد؛ يلزم حذاء مغلق، والحافلة تنطلق الساعة 10:15.
patterns | 1 | studio | 11:30 | 45 | talk | education | en | | 60 | 0 | 1
Digital patterns without waste / A jacket cut from a full width of cloth: the file, the cutter and the crumbs that remain.
Цифровые лекала без отходов / Жакет, раскроенный из полной ширины ткани: файл, раскройщик и оставшиеся крошки.
零浪费数字纸样 / 一件用满整幅面料裁成的夹克:文件、裁床,以及所剩无几的碎料。
Moldes digitais sem desperdício / Um blazer cortado em toda a largura do tecido: o arquivo, a máquina e as migalhas que sobram.
باترونات رقمية بلا هدر / سترة مقصوصة من كامل عرض القماش: الملف والقاطع والفتات الباقي.
repair | 1 | atelier | 11:30 | 120 | workshop | education | en | ru | 24 | 0 | 2
Repair as design / Darning, patching, overdyeing: bring a garment you would otherwise give away.
Ремонт как дизайн / Штопка, заплата, перекраска: принесите вещь, с которой вы собирались расстаться.
修补即设计 / 织补、贴补、复染:请带来一件您本打算送走的衣服。
Consertar é criar / Cerzir, remendar, tingir de novo: traga uma peça que você daria embora.
الإصلاح بوصفه تصميمًا / رتق وترقيع وإعادة صبغ: أحضر قطعة كنت ستتخلى عنها.
silk | 1 | gallery | 11:30 | 60 | lecture | education | zh-Hans | en ru | 120 | 0 | 1
Silk roads, silk codes / What the borders of a brocade tell about the person who commissioned it.
Шёлковые пути, шёлковые коды / Что кайма парчи рассказывает о том, кто её заказал.
丝路与丝语 / 一幅织锦的边饰,如何讲述订制者的身份。
Rotas da seda, códigos da seda / O que a barra de um brocado conta sobre quem o encomendou.
طرق الحرير ورموزه / ما ترويه حواشي الديباج عمّن أوصى بصنعه.
women | 1 | library | 14:00 | 90 | round_table | business | pt-BR | en ru | 30 | 0 | 4
Women who run workshops / Credit, contracts, childcare: owners of nine ateliers compare their books.
Женщины, которые ведут мастерские / Кредит, договоры, дети: владелицы девяти ателье сравнивают свои книги.
经营工坊的女性 / 信贷、合同与育儿:九家工坊的女主人比较她们的账本。
Mulheres à frente de oficinas / Crédito, contratos, filhos: donas de nove ateliês comparam suas contas.
نساء يُدرن المشاغل / الائتمان والعقود ورعاية الأطفال: صاحبات تسعة مشاغل يقارنّ دفاترهن.
thread | 1 | cinema | 14:00 | 80 | screening | film | en | | 180 | 0 | 1
Thread by Thread / Four short films about people who mend what others throw away.
Нить за нитью / Четыре короткометражных фильма о людях, которые чинят то, что выбросили другие.
《一针一线》 / 四部短片,讲述修补他人所弃之物的人们。
Fio a fio / Quatro curtas sobre pessoas que consertam o que outras jogam fora.
خيط بخيط / أربعة أفلام قصيرة عن أناس يصلحون ما يرميه غيرهم.
finance | 1 | business | 14:00 | 75 | panel | business | en | ru ar | | 0 | 4
Financing a young brand / Pre-orders, factoring, patrons: what a bank wants to see before it says yes.
Деньги для молодой марки / Предзаказы, факторинг, меценаты: что хочет увидеть банк, прежде чем сказать «да».
为年轻品牌融资 / 预售、保理与赞助人:银行点头之前想看到什么。
Financiar uma marca jovem / Pré-vendas, factoring, mecenas: o que um banco quer ver antes de dizer sim.
تمويل علامة ناشئة / الطلبات المسبقة والتخصيم والرعاة: ما يريد المصرف أن يراه قبل أن يوافق.
modest | 1 | gallery | 14:00 | 45 | talk | business | ar | en ru | | 0 | 1
Modest fashion is no modest business / Three markets, one wardrobe, and the numbers behind a scarf.
Скромная мода — нескромный бизнес / Три рынка, один гардероб и цифры, которые стоят за платком.
端庄时尚,并不“小”的生意 / 三个市场、一个衣橱,以及一条头巾背后的数字。
Moda modesta não é negócio modesto / Três mercados, um guarda-roupa e os números por trás de um lenço.
الأزياء المحتشمة ليست تجارة متواضعة / ثلاثة أسواق وخزانة واحدة والأرقام وراء الوشاح.
archives | 1 | studio | 15:30 | 60 | panel | education | ru | en | | 0 | 3
Archives as a living material / Curators show what may be copied, what may be quoted and what must be asked for.
Архив как живой материал / Хранители показывают, что можно копировать, что цитировать, а о чём надо спросить.
档案作为活的素材 / 策展人讲解哪些可以复制,哪些可以引用,哪些必须先征得同意。
Acervos como matéria viva / Curadores mostram o que se pode copiar, o que se pode citar e o que é preciso pedir.
الأرشيف مادة حيّة / يبيّن أمناء المتاحف ما يجوز نسخه وما يجوز اقتباسه وما يجب الاستئذان فيه.
buyersspeak | 1 | great | 15:30 | 60 | talk | business | en | ru zh-Hans | | 0 | 2
Buyers speak / Twenty minutes each: what two buyers ordered last season, what they returned, and why.
Говорят байеры / По двадцать минут: что два байера заказали в прошлом сезоне, что вернули и почему.
买手说 / 每人二十分钟:两位买手上季订了什么,退了什么,以及为什么。
Falam os compradores / Vinte minutos cada: o que dois compradores pediram na última estação, o que devolveram e por quê.
المشترون يتحدثون / عشرون دقيقة لكل منهم: ماذا طلب مشتريان في الموسم الماضي وماذا أعادا ولماذا.
winter | 1 | runway | 17:00 | 40 | runway_show | shows | | | 420 | 6 | 2
Winter of Silk / Quilted, padded, brushed: silk for minus twenty degrees.
Зима шёлка / Стёганый, подбитый, начёсанный: шёлк для минус двадцати.
丝绸之冬 / 绗缝、填充、拉绒:适合零下二十度的丝绸。
Inverno de seda / Acolchoada, forrada, escovada: seda para vinte graus negativos.
شتاء الحرير / مبطّن ومحشو وممشّط: حرير لعشرين درجة تحت الصفر.
embroidery | 1 | runway | 21:00 | 50 | runway_show | shows | | | 420 | 12 | 3
Night of Embroidery / Gold thread, beads and mirrors from seven schools of needlework, by candlelight.
Ночь вышивки / Золотая нить, бисер и зеркала семи школ шитья — при свечах.
刺绣之夜 / 七个刺绣流派的金线、珠饰与镜片,在烛光中呈现。
Noite do bordado / Fio de ouro, contas e espelhos de sete escolas de agulha, à luz de velas.
ليلة التطريز / خيوط ذهب وخرز ومرايا من سبع مدارس للتطريز على ضوء الشموع.
capitals | 2 | great+business | 10:00 | 60 | plenary | business | ru | en zh-Hans pt-BR ar | | 0 | 5
Fashion weeks beyond the four capitals / Calendars, airlines, hotels, press: what a city needs before the first model walks.
Недели моды за пределами четырёх столиц / Календари, авиалинии, отели, пресса: что нужно городу до выхода первой модели.
四大之都以外的时装周 / 日程、航线、酒店与媒体:第一位模特登场前,一座城市需要什么。
Semanas de moda além das quatro capitais / Calendários, voos, hotéis, imprensa: o que uma cidade precisa antes da primeira modelo.
أسابيع الموضة خارج العواصم الأربع / التقويم والطيران والفنادق والصحافة: ما تحتاجه المدينة قبل أن تخطو أول عارضة.
denim | 2 | business | 11:30 | 75 | panel | business | en | ru pt-BR | | 0 | 4
Denim with less water / Ozone, lasers and honest meters: mills compare litres per pair.
Деним и меньше воды / Озон, лазеры и честные счётчики: фабрики сравнивают литры на пару.
节水牛仔 / 臭氧、激光与诚实的水表:工厂比较每条牛仔裤的用水量。
Jeans com menos água / Ozônio, laser e hidrômetros honestos: tecelagens comparam litros por peça.
دنيم بماء أقل / الأوزون والليزر وعدّادات صادقة: المصانع تقارن اللترات لكل قطعة.
cutters | 2 | studio | 11:30 | 45 | talk | education | en | | 60 | 0 | 1
Machine learning for pattern cutters / What a model can grade, where it fails, and why the shears stay on the table.
Машинное обучение для закройщика / Что модель умеет градировать, где ошибается и почему ножницы остаются на столе.
制版师的机器学习 / 模型能推什么板,在哪里会失手,以及剪刀为何仍留在桌上。
Aprendizado de máquina para modelistas / O que um modelo sabe graduar, onde ele falha e por que a tesoura fica na mesa.
تعلّم الآلة لقاصّي الباترونات / ما يستطيع النموذج تدريجه وأين يخفق ولماذا يبقى المقص على الطاولة.
felt | 2 | atelier | 11:30 | 150 | workshop | education | ru | en | 18 | 6 | 2
Felt: from fleece to form / Wool, soap, patience: a hat in two and a half hours.
Войлок: от руна до формы / Шерсть, мыло, терпение: шляпа за два с половиной часа.
毛毡:从羊毛到造型 / 羊毛、肥皂与耐心:两个半小时做一顶帽子。
Feltro: do velo à forma / Lã, sabão, paciência: um chapéu em duas horas e meia.
اللبّاد: من الصوف إلى الشكل / صوف وصابون وصبر: قبعة في ساعتين ونصف.
colour | 2 | gallery | 11:30 | 60 | lecture | education | en | ru | 120 | 0 | 1
Colour in the markets of Accra and Lagos / Wax print, its brokers and its secrets, told by a trader's daughter.
Цвет на рынках Аккры и Лагоса / Ваксовый принт, его торговки и его тайны — рассказывает дочь торговки.
阿克拉与拉各斯市场的色彩 / 蜡染印花、它的商人与它的秘密,由一位商人的女儿讲述。
A cor nos mercados de Acra e Lagos / A estampa wax, suas vendedoras e seus segredos, contados pela filha de uma delas.
اللون في أسواق أكرا ولاغوس / أقمشة الشمع ووسيطاتها وأسرارها ترويها ابنة تاجرة.
atelier5 | 2 | cinema | 12:00 | 70 | screening | film | zh-Hans | en ru | 180 | 0 | 1
Atelier, 5 a.m. / The hours before a show, filmed without a word of commentary.
Ателье, пять утра / Часы перед показом, снятые без единого слова за кадром.
《工坊,清晨五点》 / 大秀之前的几个小时,全片没有一句旁白。
Ateliê, 5 da manhã / As horas antes de um desfile, filmadas sem uma palavra de comentário.
المشغل، الخامسة صباحًا / الساعات التي تسبق العرض مصوّرة بلا كلمة تعليق.
home | 2 | great | 12:30 | 45 | talk | business | en | ru zh-Hans pt-BR ar | | 0 | 2
What we take home / Two delegates from two continents sum up three days in ten sentences each.
Что мы увезём с собой / Два делегата с двух континентов подводят итог трёх дней в десяти фразах.
我们带回什么 / 来自两大洲的两位代表,各用十句话总结三天。
O que levamos para casa / Dois delegados de dois continentes resumem três dias em dez frases cada.
ما نعود به إلى الوطن / مندوبان من قارتين يلخّصان ثلاثة أيام في عشر جمل لكل منهما.
academies | 2 | library | 14:00 | 90 | round_table | education | en | ru | 30 | 0 | 4
Exchange between academies / Credits, visas, languages: rectors draft a common semester.
Обмен между академиями / Зачёты, визы, языки: ректоры составляют общий семестр.
院校之间的交流 / 学分、签证与语言:校长们共同起草一个联合学期。
Intercâmbio entre academias / Créditos, vistos, línguas: reitores esboçam um semestre comum.
التبادل بين الأكاديميات / الساعات المعتمدة والتأشيرات واللغات: رؤساء الأكاديميات يضعون فصلًا مشتركًا.
children | 2 | business | 14:00 | 60 | panel | business | ru | en | | 0 | 3
Safe clothes for children / Cords, dyes, buttons: five standards on one page.
Безопасная одежда для детей / Шнурки, красители, пуговицы: пять стандартов на одной странице.
安全童装 / 绳带、染料与纽扣:一页纸上的五套标准。
Roupa segura para crianças / Cordões, corantes, botões: cinco normas em uma página.
ملابس آمنة للأطفال / الأربطة والأصباغ والأزرار: خمسة معايير في صفحة واحدة.
jewellery | 2 | gallery | 14:00 | 45 | talk | showroom | pt-BR | en | | 0 | 1
Jewellery in small series / Casting thirty pieces at a time, and selling them one by one.
Украшения малыми сериями / Отливать по тридцать, продавать по одному.
小批量珠宝 / 每次铸造三十件,一件一件地售出。
Joias em pequenas séries / Fundir trinta peças por vez e vendê-las uma a uma.
مجوهرات بسلاسل صغيرة / صبّ ثلاثين قطعة في المرة وبيعها واحدة واحدة.
library | 2 | studio | 14:00 | 60 | other | exhibition | en | ru | 25 | 0 | 1
The materials library: an open hour / Touch, fold, burn-test: librarians answer questions about four hundred cloths.
Библиотека материалов: открытый час / Потрогать, сложить, поджечь нитку: библиотекари отвечают о четырёхстах тканях.
材料图书馆:开放一小时 / 触摸、折叠、燃烧测试:馆员解答关于四百种面料的提问。
A biblioteca de materiais: hora aberta / Tocar, dobrar, queimar um fio: bibliotecários respondem sobre quatrocentos tecidos.
مكتبة المواد: ساعة مفتوحة / المس واطوِ واختبر بالنار: يجيب أمناء المكتبة عن أربعمئة قماش.
agreements | 2 | great | 16:00 | 45 | signing_ceremony | business | ru | en zh-Hans ar | | 0 | 3
The agreements of the summit / Orders, residencies and a school: what was negotiated in three days is signed on stage.
Соглашения саммита / Заказы, резиденции и школа: о чём договорились за три дня, подписывают на сцене.
峰会协议签署 / 订单、驻留计划与一所学校:三天谈成的成果在台上签署。
Os acordos da cúpula / Pedidos, residências e uma escola: o que se negociou em três dias é assinado no palco.
اتفاقات القمة / طلبات وإقامات ومدرسة: ما جرى التفاوض عليه في ثلاثة أيام يُوقَّع على المنصة.
deserts | 2 | runway | 17:00 | 40 | runway_show | shows | | | 420 | 6 | 2
Deserts in Bloom / Linen, camel hair and the colours of a wadi after rain.
Пустыни в цвету / Лён, верблюжья шерсть и краски вади после дождя.
沙漠花开 / 亚麻、驼毛,以及雨后河谷的色彩。
Desertos em flor / Linho, pelo de camelo e as cores de um uádi depois da chuva.
صحارى مزهرة / الكتان ووبر الإبل وألوان الوادي بعد المطر.
onethread | 2 | runway | 19:00 | 60 | runway_show | shows | | | 420 | 0 | 3
One Thread: the closing show / Thirty houses, one look each, all sewn with thread from the same spool.
Одна нить: заключительный показ / Тридцать домов, по одному образу, и все сшиты нитью с одной катушки.
一线之连:闭幕大秀 / 三十家品牌,各一套造型,皆以同一轴线缝制。
Um só fio: desfile de encerramento / Trinta casas, um look cada, todos costurados com linha do mesmo carretel.
خيط واحد: عرض الختام / ثلاثون دارًا، إطلالة لكل منها، وكلها مخيطة بخيط من بكرة واحدة.
night | 2 | terrace | 22:30 | 150 | networking | networking | en | | 200 | 18 | 1
Closing night / Music until one; the last bus to the hotels leaves at 01:15.
Ночь закрытия / Музыка до часу; последний автобус к гостиницам отходит в 01:15.
闭幕之夜 / 音乐持续至凌晨一点;返回酒店的末班车01:15发车。
Noite de encerramento / Música até uma hora; o último ônibus para os hotéis sai à 1h15.
ليلة الختام / موسيقى حتى الواحدة؛ آخر حافلة إلى الفنادق تنطلق الساعة 01:15.
"""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session of the demo: `halls` by key, the leading one first; `start` as HH:MM at the venue."""

    key: str
    day: int
    halls: tuple[str, ...]
    start: str
    minutes: int
    format: str
    track: str
    language: str
    channels: tuple[str, ...]
    capacity: int | None
    age_limit: int
    people: int
    titles: dict[str, str]
    abstracts: dict[str, str]


def session_facts() -> Iterator[SessionFacts]:
    """Yield the demo's sessions in the order of the programme."""
    lines = _TEXTS.strip().splitlines()
    size = 1 + len(LANGUAGES)
    for start in range(0, len(lines), size):
        facts, *texts = lines[start : start + size]
        pairs = [line.partition(" / ")[::2] for line in texts]
        yield _facts([part.strip() for part in facts.split("|")], pairs)


def _facts(parts: list[str], texts: list[tuple[str, str]]) -> SessionFacts:
    key, day, halls, start, minutes, kind, track, language, channels, capacity, age, people = parts
    return SessionFacts(
        key=key,
        day=int(day),
        halls=tuple(halls.split("+")),
        start=start,
        minutes=int(minutes),
        format=kind,
        track=track,
        language=language,
        channels=tuple(channels.split()),
        capacity=int(capacity) if capacity else None,
        age_limit=int(age),
        people=int(people),
        titles=dict(zip(LANGUAGES, (title for title, _ in texts), strict=True)),
        abstracts=dict(zip(LANGUAGES, (abstract for _, abstract in texts), strict=True)),
    )
