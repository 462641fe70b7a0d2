// The example picture of DiffHarmony Studio: a toy lighthouse on a terrace table.
//   LIGHT=0  a low warm sun from the left (the picture's own light)
//   LIGHT=1  an overcast sky and a cold lamp (the light that the lighthouse is pasted from)
//   SHOW=0   the picture;  SHOW=1  the lighthouse's mask, white on black;  SHOW=2  the picture without the lighthouse
// render.sh renders and combines them.
#version 3.7;

#ifndef (LIGHT) #declare LIGHT = 0; #end
#ifndef (SHOW) #declare SHOW = 0; #end

global_settings {
    assumed_gamma 1.0
    #if (SHOW != 1)
    radiosity { pretrace_start 0.08 pretrace_end 0.01 count 120 nearest_count 8 error_bound 0.6 recursion_limit 2 brightness 1 }
    #end
}

camera {
    location <0.3, 3.1, -11.5>
    right x * 3 / 2
    look_at <0.25, 1.85, 0>
    angle 39
}

// Light ---------------------------------------------------------------------------------------------------------

#if (LIGHT = 0)
    #declare SkyLow = rgb <1.00, 0.60, 0.34>;
    #declare SkyMiddle = rgb <0.78, 0.62, 0.58>;
    #declare SkyHigh = rgb <0.26, 0.38, 0.60>;
    #declare Shore = rgb <0.34, 0.225, 0.215>;
    #if (SHOW != 1)
    light_source {
        <-62, 25, -30> rgb <2.1, 1.36, 0.72>
        area_light <3, 0, 0>, <0, 3, 0>, 5, 5 adaptive 1 circular orient
    }
    #end
#else
    #declare SkyLow = rgb <0.42, 0.56, 0.78>;
    #declare SkyMiddle = rgb <0.40, 0.54, 0.78>;
    #declare SkyHigh = rgb <0.34, 0.50, 0.80>;
    #declare Shore = rgb <0.16, 0.23, 0.38>;
    #if (SHOW != 1)
    light_source {
        <30, 34, -40> rgb <0.15, 0.25, 0.42>
        area_light <22, 0, 0>, <0, 22, 0>, 5, 5 adaptive 1 circular orient
    }
    #end
#end

#if (SHOW != 1)
sky_sphere {
    pigment {
        gradient y
        color_map { [0.0 SkyLow] [0.11 SkyMiddle] [0.30 SkyHigh] [1.0 SkyHigh] }
    }
    pigment {
        bozo turbulence 0.6 octaves 5 omega 0.55 lambda 2.2
        color_map { [0.0 rgbt 1] [0.55 rgbt 1] [0.85 rgbt <SkyLow.x, SkyLow.y + 0.08, SkyLow.z + 0.14, 0.45>] [1.0 rgbt <1, 0.9, 0.82, 0.35>] }
        scale <0.55, 0.10, 0.4> translate <3.2, 0.03, 0>
    }
}
#end

// The mask shows only which points belong to the lighthouse.
#macro Surface(Pigment, Finish, Belongs)
    texture {
        #if (SHOW = 1)
            pigment { rgb Belongs } finish { ambient 0 diffuse 0 emission 1 }
        #else
            pigment { Pigment } finish { Finish }
        #end
    }
#end

#declare Matt = finish { diffuse 0.8 specular 0.05 roughness 0.08 };
#declare Painted = finish { diffuse 0.78 specular 0.22 roughness 0.02 reflection { 0.0, 0.06 fresnel on } conserve_energy };
#declare Glazed = finish { diffuse 0.75 specular 0.5 roughness 0.008 reflection { 0.02, 0.14 } conserve_energy };
#declare Metal = finish { diffuse 0.45 specular 0.7 roughness 0.02 metallic reflection { 0.22 metallic } };

#macro Rounded(Low, High, R)
    merge {
        box { Low + <R, 0, R>, High - <R, 0, R> }
        box { Low + <0, R, R>, High - <0, R, R> }
        box { Low + <R, R, 0>, High - <R, R, 0> }
        #local A = Low + R;
        #local B = High - R;
        #local I = 0;
        #while (I < 8)
            #local P = <select(mod(I, 2) - 0.5, A.x, B.x), select(mod(floor(I / 2), 2) - 0.5, A.y, B.y), select(floor(I / 4) - 0.5, A.z, B.z)>;
            sphere { P, R }
            #local I = I + 1;
        #end
        #local I = 0;
        #while (I < 4)
            #local U = mod(I, 2);
            #local V = floor(I / 2);
            cylinder { <A.x, A.y + U * (B.y - A.y), A.z + V * (B.z - A.z)>, <B.x, A.y + U * (B.y - A.y), A.z + V * (B.z - A.z)>, R }
            cylinder { <A.x + U * (B.x - A.x), A.y, A.z + V * (B.z - A.z)>, <A.x + U * (B.x - A.x), B.y, A.z + V * (B.z - A.z)>, R }
            cylinder { <A.x + U * (B.x - A.x), A.y + V * (B.y - A.y), A.z>, <A.x + U * (B.x - A.x), A.y + V * (B.y - A.y), B.z>, R }
            #local I = I + 1;
        #end
    }
#end

// The scene -----------------------------------------------------------------------------------------------------

#macro Plank(Number)
    #local Seed = seed(Number * 71 + 5);
    #local Tone = 0.85 + 0.3 * rand(Seed);
    object {
        Rounded(<-14, -0.35, 0>, <14, 0, 0.93>, 0.025)
        Surface(
            pigment {
                wood turbulence 0.07 octaves 3
                color_map {
                    [0.0 rgb <0.36, 0.22, 0.125> * Tone] [0.45 rgb <0.46, 0.29, 0.17> * Tone]
                    [0.8 rgb <0.33, 0.195, 0.11> * Tone] [1.0 rgb <0.28, 0.16, 0.09> * Tone]
                }
                scale <0.16, 0.16, 1> rotate <3 * rand(Seed), 88 + 3 * rand(Seed), 0> translate <20 * rand(Seed), 3 * rand(Seed), 9 * rand(Seed)>
            },
            Matt, 0)
    }
#end
union {
    #for (I, -6, 5)
        object { Plank(I + 20) translate <0, 0, I * 0.95> }
    #end
}

// The sea and a far shore.
plane {
    y, -9
    Surface(pigment { rgb <0.10, 0.17, 0.22> }, finish { diffuse 0.5 specular 0.3 roughness 0.02 reflection { 0.05, 0.75 fresnel on } }, 0)
    #if (SHOW != 1) interior { ior 1.33 } normal { bumps 0.16 scale <9, 1, 2.2> } #end
}
#declare Hills = function(x) { 12 * (0.5 + 0.5 * sin(x * 0.011 + 1.4)) + 5 * sin(x * 0.027) + 1.6 * sin(x * 0.08 + 2) + 0.6 * sin(x * 0.23) };
prism {
    linear_sweep linear_spline 0, 40, 124
    <-620, -40>
    #for (I, 0, 120) , <-600 + I * 10, 0.7 * Hills(-600 + I * 10) + 12> #end
    , <620, -40>, <-620, -40>
    rotate -90 * x translate <0, 0, 660>
    // Haze, not sunlight, gives a far shore its colour.
    Surface(pigment { rgb Shore }, finish { ambient 0 diffuse 0 emission 1 }, 0)
}

// Two books with titles on their spines.
#macro Book(Low, High, Colour, Title, Size)
    union {
        object { Rounded(Low, High, 0.05) Surface(pigment { Colour }, Painted, 0) }
        box { <Low.x + 0.2, Low.y + 0.06, Low.z + 0.12>, <High.x + 0.01, High.y - 0.06, High.z - 0.1> Surface(pigment { rgb <0.84, 0.80, 0.70> }, Matt, 0) }
        text {
            internal 1 Title 0.02, 0
            scale <Size, Size, 1>
            translate <Low.x + 0.28, (Low.y + High.y) / 2 - Size * 0.33, Low.z - 0.008>
            Surface(pigment { rgb <0.92, 0.80, 0.48> }, Metal, 0)
        }
        box { <Low.x + 0.12, Low.y + 0.02, Low.z - 0.004>, <Low.x + 0.16, High.y - 0.02, Low.z + 0.1> Surface(pigment { rgb <0.92, 0.80, 0.48> }, Metal, 0) }
        box { <High.x - 0.16, Low.y + 0.02, Low.z - 0.004>, <High.x - 0.12, High.y - 0.02, Low.z + 0.1> Surface(pigment { rgb <0.92, 0.80, 0.48> }, Metal, 0) }
    }
#end
union {
    object { Book(<0, 0, 0>, <3.1, 0.62, 2.0>, rgb <0.05, 0.17, 0.20>, "A Year of Tides", 0.37) rotate 6 * y translate <-3.6, 0, -0.6> }
    object { Book(<0, 0, 0>, <2.7, 0.50, 1.8>, rgb <0.42, 0.07, 0.05>, "Salt & Stars", 0.36) rotate -7 * y translate <-3.35, 0.62, -0.55> }
}

// A jug.
#declare Jug = union {
    lathe {
        cubic_spline 12
        <-0.2, 0.0>, <0.52, 0.0>, <0.62, 0.12>, <0.86, 0.75>, <0.80, 1.35>, <0.46, 1.90>, <0.42, 2.15>, <0.56, 2.45>, <0.50, 2.44>, <0.36, 2.15>, <0.40, 1.90>, <0.6, 1.4>
    }
    cylinder { <0, 0.02, 0>, <0, 0.06, 0>, 0.54 }
    difference {
        torus { 0.52, 0.085 rotate 90 * x scale <0.9, 1.25, 1> translate <0.66, 1.62, 0> }
        cylinder { <0, 0.9, 0>, <0, 2.3, 0>, 0.44 }
    }
}
object {
    Jug
    Surface(
        pigment {
            gradient y
            color_map {
                [0.0 rgb <0.80, 0.77, 0.70>] [0.52 rgb <0.82, 0.79, 0.72>] [0.52 rgb <0.10, 0.19, 0.36>] [0.56 rgb <0.10, 0.19, 0.36>]
                [0.56 rgb <0.82, 0.79, 0.72>] [0.58 rgb <0.82, 0.79, 0.72>] [0.58 rgb <0.10, 0.19, 0.36>] [0.595 rgb <0.10, 0.19, 0.36>]
                [0.595 rgb <0.82, 0.79, 0.72>] [1 rgb <0.82, 0.79, 0.72>]
            }
            scale 2.5
        },
        Glazed, 0)
    rotate 35 * y translate <3.75, 0, 1.9>
}

// Oranges and a lemon.
#macro Fruit(Centre, R, Colour)
    sphere {
        0, R
        texture {
            #if (SHOW = 1) pigment { rgb 0 } #else
            pigment { Colour } normal { bumps 0.25 scale 0.028 } finish { diffuse 0.75 specular 0.25 roughness 0.04 } #end
        }
        translate Centre
    }
#end
object { Fruit(<-0.35, 0.46, 0.75>, 0.46, rgb <0.90, 0.36, 0.04>) }
object { Fruit(<-1.95, 1.58, 0.30>, 0.46, rgb <0.88, 0.34, 0.04>) }
sphere {
    0, 1
    texture {
        #if (SHOW = 1) pigment { rgb 0 } #else
        pigment { rgb <0.92, 0.72, 0.08> } normal { bumps 0.2 scale 0.06 } finish { diffuse 0.75 specular 0.25 roughness 0.04 } #end
    }
    scale <0.46, 0.34, 0.34> rotate 25 * y translate <-0.40, 0.34, -1.50>
}

// A coil of rope.
#macro Coil(R, Height)
    #for (I, 0, 179)
        sphere {
            <R, 0, 0>, 0.105 scale <1, 1, 1>
            rotate <0, I * 2, 0>
            translate <0.02 * sin(I * 0.9), Height + 0.02 * cos(I * 0.9), 0.02 * cos(I * 0.7)>
        }
    #end
#end
union {
    Coil(0.62, 0.10) Coil(0.43, 0.10) Coil(0.55, 0.27)
    Surface(pigment { rgb <0.62, 0.50, 0.33> }, Matt, 0)
    translate <3.4, 0, -1.75>
}

// The lighthouse ------------------------------------------------------------------------------------------------

#declare White = rgb <0.86, 0.85, 0.82>;
#declare Red = rgb <0.62, 0.055, 0.045>;
#declare Navy = rgb <0.06, 0.11, 0.20>;
#declare Brass = rgb <0.83, 0.62, 0.28>;

#macro RadiusAt(Height) (0.80 - 0.30 * (Height - 0.62) / 2.2) #end

#declare Tower = union {
    difference {
        cone { <0, 0.6, 0>, RadiusAt(0.6), <0, 2.82, 0>, RadiusAt(2.82) }
        box { <-0.2, 0.5, -1>, <0.2, 1.15, -0.70> }
        cylinder { <0, 1.15, -1>, <0, 1.15, -0.68>, 0.2 }
        #for (I, 0, 2)
            box { <-0.1, -0.17, -1>, <0.1, 0.17, -RadiusAt(1.75) + 0.07> rotate (I * 120 + 0) * y translate (1.78 + mod(I, 2) * 0.5) * y }
        #end
        Surface(
            pigment {
                gradient y
                color_map {
                    [0.0 White] [0.18 White] [0.18 Red] [0.40 Red] [0.40 White] [0.62 White] [0.62 Red] [0.83 Red] [0.83 White] [1.0 White]
                }
                scale 2.23 translate 0.6 * y
            },
            Painted, 1)
    }
    // Door, handle and window panes.
    union {
        box { <-0.2, 0.6, -0.72>, <0.2, 1.15, -0.66> }
        cylinder { <0, 1.15, -0.72>, <0, 1.15, -0.66>, 0.2 }
        #for (I, -2, 1) box { <I * 0.09 + 0.035, 0.62, -0.735>, <I * 0.09 + 0.10, 1.2, -0.71> } #end
        Surface(pigment { rgb <0.07, 0.22, 0.19> }, Painted, 1)
    }
    sphere { <0.12, 0.92, -0.75>, 0.03 Surface(pigment { Brass }, Metal, 1) }
    union {
        box { <-0.1, 1.61, -RadiusAt(1.75) + 0.06>, <0.1, 1.95, -RadiusAt(1.75) + 0.1> }
        Surface(pigment { rgb <0.10, 0.13, 0.17> }, Glazed, 1)
    }
    union {
        box { <-0.012, 1.61, -RadiusAt(1.75) + 0.03>, <0.012, 1.95, -RadiusAt(1.75) + 0.08> }
        box { <-0.1, 1.768, -RadiusAt(1.75) + 0.03>, <0.1, 1.792, -RadiusAt(1.75) + 0.08> }
        box { <-0.15, 1.56, -RadiusAt(1.6) - 0.03>, <0.15, 1.61, -RadiusAt(1.75) + 0.08> }
        Surface(pigment { White }, Painted, 1)
    }
}

#declare Lantern = union {
    cylinder { <0, 2.82, 0>, <0, 2.90, 0>, 0.74 Surface(pigment { Navy }, Painted, 1) }
    cone { <0, 2.66, 0>, 0.53, <0, 2.82, 0>, 0.70 Surface(pigment { White }, Painted, 1) }
    union {
        #for (I, 0, 19) cylinder { <0.69, 2.9, 0>, <0.69, 3.20, 0>, 0.014 rotate (I * 18 + 4) * y } #end
        torus { 0.69, 0.019 translate 3.20 * y }
        torus { 0.69, 0.012 translate 3.06 * y }
        Surface(pigment { Navy }, Painted, 1)
    }
    cylinder { <0, 2.9, 0>, <0, 3.42, 0>, 0.37 Surface(pigment { rgb <0.80, 0.76, 0.58> }, Glazed, 1) }
    union {
        #for (I, 0, 9) cylinder { <0.38, 2.9, 0>, <0.38, 3.42, 0>, 0.018 rotate I * 36 * y } #end
        torus { 0.38, 0.02 translate 3.16 * y }
        cylinder { <0, 3.40, 0>, <0, 3.46, 0>, 0.47 }
        Surface(pigment { Navy }, Painted, 1)
    }
    cone { <0, 3.46, 0>, 0.46, <0, 3.86, 0>, 0.07 Surface(pigment { Red }, Painted, 1) }
    union {
        sphere { <0, 3.93, 0>, 0.10 }
        cylinder { <0, 3.9, 0>, <0, 4.22, 0>, 0.015 }
        Surface(pigment { Brass }, Metal, 1)
    }
}

#declare Plinth = union {
    object {
        Rounded(<-1.15, 0, -1.0>, <1.15, 0.52, 1.0>, 0.06)
        Surface(
            pigment {
                wood turbulence 0.05
                color_map { [0 rgb <0.50, 0.33, 0.18>] [0.6 rgb <0.60, 0.42, 0.25>] [1 rgb <0.42, 0.26, 0.13>] }
                scale <0.13, 0.13, 1> rotate <2, 84, 0>
            },
            Painted, 1)
    }
    cylinder { <0, 0.5, 0>, <0, 0.62, 0>, 0.94 Surface(pigment { White }, Painted, 1) }
    object { Rounded(<-0.95, 0.10, -1.03>, <0.95, 0.43, -0.95>, 0.02) Surface(pigment { Brass * 0.9 }, Metal, 1) }
    text {
        internal 1 "KEEPER'S LIGHT No 7" 0.03, 0
        scale <0.172, 0.2, 1> translate <-0.86, 0.20, -1.036>
        Surface(pigment { rgb <0.10, 0.07, 0.04> }, Matt, 1)
    }
}

#if (SHOW != 2)
union {
    object { Tower }
    object { Lantern }
    object { Plinth }
    rotate 12 * y
    translate <1.35, 0, -0.9>
}
#end
