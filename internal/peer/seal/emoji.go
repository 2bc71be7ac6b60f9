package seal

// emoji is the table of the safety code (protocol, section 4.4): its order never changes.
var emoji = [64]struct{ picture, name string }{
	{"🐸", "Frog"}, {"🦉", "Owl"}, {"🐫", "Camel"}, {"🐌", "Snail"},
	{"🐘", "Elephant"}, {"🦊", "Fox"}, {"🐳", "Whale"}, {"🐧", "Penguin"},
	{"🐢", "Turtle"}, {"🐑", "Sheep"}, {"🐙", "Octopus"}, {"🦁", "Lion"},
	{"🦔", "Hedgehog"}, {"🐻", "Bear"}, {"🦆", "Duck"}, {"🐞", "Ladybird"},
	{"🌲", "Pine"}, {"🌴", "Palm"}, {"🌵", "Cactus"}, {"🌻", "Sunflower"},
	{"🍄", "Mushroom"}, {"🍀", "Clover"}, {"🍎", "Apple"}, {"🍌", "Banana"},
	{"🍇", "Grapes"}, {"🍒", "Cherry"}, {"🍋", "Lemon"}, {"🥕", "Carrot"},
	{"🌽", "Corn"}, {"🍞", "Bread"}, {"🧀", "Cheese"}, {"🥚", "Egg"},
	{"☕", "Coffee"}, {"🍕", "Pizza"}, {"🔥", "Fire"}, {"🌙", "Moon"},
	{"⭐", "Star"}, {"🌈", "Rainbow"}, {"⚡", "Lightning"}, {"⛄", "Snowman"},
	{"🌋", "Volcano"}, {"🏠", "House"}, {"🚪", "Door"}, {"🔑", "Key"},
	{"🔔", "Bell"}, {"🔨", "Hammer"}, {"⚓", "Anchor"}, {"⛵", "Sailboat"},
	{"🚀", "Rocket"}, {"🚲", "Bicycle"}, {"🚂", "Train"}, {"🚜", "Tractor"},
	{"🎈", "Balloon"}, {"🎁", "Present"}, {"🎩", "Hat"}, {"👑", "Crown"},
	{"👓", "Glasses"}, {"🥁", "Drum"}, {"🎸", "Guitar"}, {"🎲", "Dice"},
	{"📖", "Book"}, {"💡", "Lamp"}, {"⏰", "Clock"}, {"☔", "Umbrella"},
}
