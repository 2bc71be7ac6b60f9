// The 1,024 English words for links that are read out (docs/adr/0028). A part of the protocol: their
// order stays as it is, and words.test.ts holds the rules by which they were chosen.
export const words = `
academy account acorn acrobat actor address admiral adult agenda airport alarm album algebra
alley almanac almond alphabet alpine altar amateur amber amount anchor angel animal ankle answer
antelope antique antler apology appetite apple apricot apron aquarium arcade archer arctic arena
armchair arrow artist aspect asphalt asteroid athlete atlas atom attic auction audience august
aunt aurora author autumn avocado axle baby bachelor backpack bacon badge bagel bagpipe baker
balcony ballet bamboo banana bandage banjo banner banquet barber baritone barley barn basement
basil basket bassoon bathtub battery bazaar beach beaver bedroom beetle belief benefit beret
berry beverage bicycle binder biology birch birthday biscuit black blanket blazer blizzard
blossom blouse board boat bobsled bonfire bonnet book border botany boulder bowl boxer bracelet
branch bread breeze brick bridge brigade broccoli bronze broom brother brush bubble bucket
budget buffalo bugle bulb bundle butler button cabbage cabin cable cactus cake calendar calf
camel campfire canal candle canteen canyon capital capsule captain caravan carbon cargo carnival
carousel carpet carrot cartoon cashew castle cavern caviar cedar ceiling celery cello century
cereal chain chalk champion channel chapel charm cheese chef chemist cherry chestnut chicken
chili chimney chisel choir chorus church cicada cinema cinnamon circle citizen city clarinet
class clay clerk cliff climate clinic clock closet clothes cloud clover coach coast cobra
cockpit cocoa coffee coin collar comet comfort compass concert contest cookie copper coral
corner corridor cottage country cousin cowboy coyote crab cradle crane crater crayon cream creek
crescent crew cricket crisp crossing crown cruise crumb crust crystal cube cuckoo cucumber cuff
cupboard curtain curve cushion customer cycle cylinder cypress daisy dancer daughter december
delta dentist desert desk diamond diary dinner dinosaur director doctor doll dolphin dome domino
donkey door dormouse dough dragon drawer dress drill drizzle drum duchess duck dust eagle earth
easel echo eclipse editor eggplant elastic elbow elephant elevator emerald energy engine
envelope equator eraser espresso estate evening exit expert explorer eyebrow fabric factory
fairy falcon family farmer father feast fence fern festival fiddle field finger fish flag
flamingo flannel flask fleet flight floor flute foam folder football forest fork fossil fountain
frame freckle freezer friday friend frog fruit fudge gadget galaxy gallery garage garden garlic
gate gazelle gecko gemstone general ghost giant giraffe glacier glaze glider glitter globe goal
goblet goggles gold gondola goose gorilla gown grain granite grape grass gravity grocery guava
guide guitar gymnast habit hair hammer hamster handball hanger harmony harp harvest hawk
hawthorn haystack hazel headline health heart heaven hedge helmet herb heron highway hiker hill
history hive hobby hockey holiday homework honey hood horizon horse hotel hunter hydrant hyena
hymn iceberg icicle icing icon igloo image inch index inlet insect iris island ivory jacket
jaguar january jasmine jeans jelly jersey jewel jigsaw joke journal juggler juice jumper june
jungle junior jury kangaroo karate kayak kennel ketchup kettle keyboard kilogram kilt kingdom
kiosk kitchen kite kitten kiwi knapsack knee koala label lace ladder lady lagoon lamp language
lantern laptop laser laundry lava lavender lawn lawyer leaf league leather lecture lemon lens
lentil leopard lesson letter lever library lifeboat lilac lily lime linen lipstick liquid lizard
llama lobster locker logbook logic lollipop loop lorry lotus lounge luggage lullaby lumber lunch
macaroni machine magazine magic magnet magpie mahogany mailbox maize mammal manager mandarin
mango mansion maple marathon marble march marigold market marvel mascot mask master mattress
mayor meadow mechanic medal medicine melody member memory menu merchant mermaid message meteor
midnight milk mineral minute miracle mirror mission mobile moment monday monument moon morning
mosaic moss mother movie muffin mule museum mushroom mustard napkin nation nature navy necklace
nectar needle neon nephew nerve nest network nickel niece night north nose notebook novel nugget
nurse nutmeg nutshell oasis oatmeal object ocean october office olive onion opera orange orbit
orchard organ ornament ostrich otter outfit oven oxygen oyster package paddle page painter
palace palm pancake panda panel panther paper parade parcel parent park parsley partner passport
pasta path patio pattern pavement pavilion peacock peanut pear pebble pelican pencil penguin
penny people perfume permit person petal petrol pharmacy phone photo physics piano pickle picnic
picture pigeon pigment pike pilgrim pillow pilot pinball pint pioneer pirate pitch pixel pizza
planet plaster plate player plaza plug pocket poem polar polish pollen pool popcorn poppy porch
porridge portrait postcard potato pottery powder prairie prawn premium present pretzel prince
prism prize problem profit program promise protein province pudding pulley pulse puma pumpkin
pupil puppet purple puzzle pyramid quail quarry queen question quiver quiz quote rabbit raccoon
radar radio raft ragtime railway rainbow raisin raven razor recipe record redwood reef reindeer
relay rescue resort review rhino rhubarb ribbon rice ring rival river road robin robot romance
rooster rope round rubber ruby rucksack ruler runner safari sailor saint salad salmon sandal
sapphire satchel saturday sauce sausage savanna scallop scarf school science scissors scooter
scout screen scroll seagull season seaweed second secret seed sesame shadow shampoo shark sheep
shelf sheriff shield shirt shoe shoulder shovel shrimp shrub shutter sieve sign silver sister
skate sketch sleeve slice slipper smile smoke smoothie snack snail snorkel snow soap soccer sock
sofa soil spade spaniel sparrow speaker sphere spider spinach spiral sponge spoon spring spruce
square squirrel stable stadium stage stamp star statue steam stick stitch stone stool storm
street stripe student suburb subway sugar suitcase summer sunday sunrise supper surface sushi
swallow swan sweater sweet swing sycamore symbol syrup tablet tadpole talent tapestry target
taxi teacher teapot teddy teenager temple tennis tent terrace textile theory thermos thimble
thistle thorn thread throat thumb thunder ticket tiger timber tinsel tissue title toaster
toboggan token tomato tongue tooth topaz topic tornado tortoise toucan tourist towel tractor
traffic trail trapeze travel treasure tree triangle tribe trolley trophy trout truck trumpet
tuesday tugboat tulip tuna tundra tunnel turbine turkey turnip turtle tutor twig umbrella
unicorn uniform universe upgrade usher vacation vanilla vase vault vein velvet vendor venue
veranda vessel video village vinegar violet visitor vitamin voice volcano volume voyage vulture
wafer waffle wagon waiter walker wall walnut walrus wardrobe wasp watch wave wedding weekend
welder wheat wheel whisker wildlife wind winter wire wolf woman wombat wonder word worker wrist
yard yellow yolk youth zebra zigzag zodiac zone
`;
