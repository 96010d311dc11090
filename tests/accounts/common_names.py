"""Names and words that readers choose, made for the tests: none of them says that its bearer is of the house, and of no two of
them does one imitate the other."""

ENGLISH = """
    Aaron Abigail Adam Adele Adrian Agnes Aidan Albert Alexander Alfred Alice Alison Amanda Amber
    Amelia Amy Andrew Angela Annabel Annie Anthony April Archie Arnold Arthur Ashley Audrey Austin
    Barbara Barnaby Beatrice Benjamin Bernard Bethany Betty Blake Bradley Brandon Brenda Brian
    Bridget Bruce Caitlin Callum Cameron Candice Carl Carmen Caroline Catherine Cecilia Charles
    Charlotte Chester Chloe Christian Claire Clara Clarence Clark Claude Clement Cliff Clint Clive
    Clyde Colin Connor Craig Cynthia Daisy Damian Daniel Dara Darren David Dawn Dean Deborah Denise
    Dennis Derek Diana Dominic Donald Donna Dorothy Douglas Duncan Dylan Edgar Edith Edmund Edward
    Edwin Eileen Elaine Eleanor Elijah Elizabeth Ellen Elliot Emily Emma Eric Ernest Ethan Eugene
    Evelyn Fiona Florence Frances Frank Freddie Gabriel Gareth Gavin Gemma Geoffrey George Gerald
    Gertrude Gilbert Gillian Glenn Gloria Gordon Grace Graham Gregory Gwendolyn Hannah Harold
    Harriet Harry Hazel Heather Hector Helen Henry Herbert Holly Howard Hugh Humphrey Irene Isaac
    Isabel Ivan Jack Jacob James Jamie Janet Jasmine Jason Jeffrey Jennifer Jeremy Jessica Joan
    Joanna Jonathan Jordan Joseph Joshua Joyce Judith Julian Justin Karen Katherine Keith Kenneth
    Kevin Kirsten Lauren Lawrence Leonard Leslie Lewis Lillian Linda Lindsay Logan Lorraine Louise
    Lucas Lucinda Lydia Madeleine Malcolm Marcus Margaret Marianne Marjorie Martin Matthew Maureen
    Maxwell Melissa Michael Mildred Miranda Modesty Mohammed Molly Monica Morgan Muriel Nancy Naomi
    Natalie Nathan Neil Nicholas Nigel Norman Oliver Olivia Oscar Oswald Pamela Patricia Patrick
    Peggy Penelope Percy Peter Philip Phoebe Rachel Ralph Raymond Rebecca Reginald Richard Robert
    Roderick Rodney Roger Roland Ronald Rosemary Rowan Roxanne Rupert Russell Samantha Sandra Sarah
    Savannah Scott Sebastian Sharon Sheila Shirley Sidney Simon Sophie Spencer Stanley Stella
    Stephen Stuart Sylvia Tabitha Tamsin Teresa Terence Theodore Thomas Timothy Tobias Tracy Trevor
    Tristan Ursula Valerie Vanessa Veronica Victor Vincent Violet Virginia Vivian Walter Wanda
    Warren Wayne Wendy Wesley Wilfred William Winston Yvonne Zachary Stafford Staffan Wagstaff
    Falstaff Longstaff Modestine Pressley Prescott JoeRoot McLeod Sinclair Newsome Newman Presswood
    Helpmann Infantino Mailer Teamsters Deskin Postlethwaite Redactus Edison Badmintonian Admiral
    Maude Claudette Editha badger beekeeper blacksmith bluebird bookworm breadbaker brooklyn
    bumblebee butterfly cactus candle caramel carpenter chessfan chocolate cinnamon circle clarinet
    classic cleaner clever climber clockwork cloud clover clown coconut coffee commuter comet copper
    cricket cyclist daffodil dancer daydream denim dinosaur doctor dolphin dragonfly driver drummer
    duckling dumpling eagle engineer explorer falcon farmer fiddler firefly fisherman flamingo
    forester foxglove gardener ginger grandpa guitar harbour haystack hedgehog helicopter helpful
    hermit hiker honey iceberg informed inkwell island jellyfish jigsaw juggler kayak kettle
    kingfisher kitten ladybird lantern lemon librarian lighthouse lobster magnolia mailman mandolin
    maple marathon marigold meadow midnight milkman modern modest monkey moonlight mountain mushroom
    navvy nightowl nurse nutmeg oakleaf octopus officer optimist orchard otter owl oyster paddle
    painter pancake parrot peppermint philosopher pianist pilgrim plumber poet potter pressed
    prestige publican puffin pumpkin quicksilver rambler raven realist redhead reporting revved
    river robin rocket rooted rower sailor saxophone seagull shepherd skeptic skipper snowdrop
    sparrow squirrel starling sunflower surfer swallow systematic tadpole tailor taxpayer teacher
    teammate teapot thistle thunder tinker traveller tulip turtle unicorn vegan violin voter walker
    walnut wanderer watchmaker waterfall weaver whistle willow winter woodpecker wren yachtsman
    yesterday zebra news-junkie morning_reader tea.and.toast not-a-bot just_asking old-timer
    night-shift left-handed commuter42 voter1984 reader2026 creditor auditor unofficial-fan theodora
    theatregoer therapist
"""

JAPANESE = """
    佐藤健太 鈴木花子 高橋美咲 田中太郎 伊藤博文 渡辺直美 山本五郎 中村真理 小林一茶 加藤清 吉田松 山田花 佐々木希 松本清 井上陽 木村拓 斎藤茂
    清水次郎 山崎豊 森鴎外 池田屋 橋本左内 石川五右衛門 前田慶次 藤田嗣治 後藤新 岡田以蔵 長谷川平 村上水軍 近藤勇 坂本龍馬 遠藤周 青木繁 藤井風
    西村京 福田恵 太田道 三浦按針 藤原道長 岡本太郎 松田聖 中島敦 中川家 原田左 小野妹子 田村正和 竹内栖鳳 金子みすゞ 和田誠 中山晋 さくら あおい
    ひまり ゆうき はるか たろう けんた みさき ことり すみれ つばさ かえで ほのか なぎさ ひなた まこと しずか かおり あずさ みどり サクラコ アキラ
    ヒロシ ユウコ マサル カズヤ ミホコ タカシ ノブオ ハナコ ジロウ キヨシ 山登り大好き 猫と暮らす 朝の散歩 夜更かし 珈琲党 紅茶派 ラーメン通
    カレー好き 寿司職人 蕎麦打ち パン屋 八百屋 魚屋の娘 図書館員 会社員 公務員 公認会計士 営業マン 事務員 運転手 運動会 運命の人 編み物 編曲家
    管弦楽 管制塔 管理栄養士 広島人 広場の鳩 官能小説家 公園デビュー 公式戦ファン 非公式 報告書 報道写真ファン サポーター スタッフォード ニュース好き
    ヘルシー モデラート アドバイス チームメイト デスクワーク 通りすがり 名無し 匿名希望 一読者 港町の猫 潮風さん 灯台守 漁師の妻 駅前の本屋
    週末ランナー 自転車通勤 子育て中 定年退職 大学生 高校教師 看護師 介護士 農家の嫁 林業家 雨の日 桜吹雪 花火大会 夏祭り 秋の空 冬将軍 春一番
    富士山 琵琶湖 江戸っ子 浪速の人 九州男児 道産子 琉球人 テニス部 野球小僧 将棋指し 囲碁初段 釣りバカ 落語家 写真好き 映画館 音楽室 鉄道ファン
    飛行機雲 星空観察 月見草 向日葵 紫陽花 金木犀
"""
