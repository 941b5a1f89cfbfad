using System.Numerics;
using Prcl.Learning.Randomness;
using static Prcl.Learning.Scenes.StreetPlan;

namespace Prcl.Learning.Scenes;

/// <summary>Puts everything that stands or moves on the street in front of the camera, then the ground and the sky behind it.</summary>
internal sealed class Street(RandomKey key, int frame, SceneConditions light, Rasteriser raster)
{
    // Metres a frame. The camera's own speed is StreetScenes.CameraSpeed.
    private const double OncomingSpeed = -0.7;
    private const double WalkingSpeed = 0.14;

    private readonly List<(float X, double Z, float HalfWidth, float HalfLength)> _shadows = [];

    private Camera Camera => raster.Camera;

    public void Draw()
    {
        Traffic();
        People();
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            Roadside(side);
            Plots(side);
        }

        var skyline = key.With((long)Layer.Sky).ToRandom();
        raster.Wall(new(-90, Camera.Far), new(90, Camera.Far), -90, 90, 13, SceneClasses.Building, new Skyline(new(132, 130, 134), 13, (uint)skyline.Next()));
        new Ground(key).Draw(raster.Canvas, Camera, light);
        CastShadows();
        Sky.Draw(raster.Canvas, Camera, light, frame, (uint)skyline.Next());
    }

    private void Traffic()
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            foreach (var (start, cell) in Cells(key.With((long)Layer.Parked).With(side), Camera.Z - 6, 6.6))
            {
                var random = cell.ToRandom();
                var taken = random.NextDouble() < 0.42;
                var x = side * (float)random.NextUniform(3.45, 3.55);
                if (taken && !IsNearCrossing(start))
                {
                    Car(cell.With(1), x, start + random.NextUniform(0.2, 1.2), oncoming: side < 0);
                }
            }
        }

        foreach (var (start, cell) in Cells(key.With((long)Layer.Oncoming), Camera.Z - 6, 26, OncomingSpeed * frame))
        {
            var random = cell.ToRandom();
            if (random.NextDouble() < 0.65)
            {
                Car(cell.With(1), -1.35f + (float)random.NextUniform(-0.15, 0.15), start + random.NextUniform(0, 18), oncoming: true);
            }
        }

        // One car ahead in our lane falls back and pulls away; while it is far it turns into another one.
        const int Visit = 190;
        var visit = Math.DivRem(frame, Visit, out var since);
        Car(key.With((long)Layer.Ahead).With(visit), 1.3f, Camera.Z + 8.5 + 58 * (0.5 + 0.5 * Math.Cos(2 * Math.PI * since / Visit)), oncoming: false);
    }

    private void Car(RandomKey car, float x, double rear, bool oncoming)
    {
        Vehicle.Draw(raster, car, x, rear, oncoming, light);
        _shadows.Add((x, rear + 2.2, 1.15f, 2.6f));
    }

    private void People()
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            foreach (var way in (ReadOnlySpan<int>)[-1, 1])
            {
                foreach (var (start, cell) in Cells(key.With((long)Layer.Walkers).With(side).With(way), Camera.Z, 13, way * WalkingSpeed * frame))
                {
                    var random = cell.ToRandom();
                    var group = random.NextDouble() < 0.7 ? random.Next(1, 3) : 0;
                    var (x, z) = (side * (float)random.NextUniform(5.9, 8), start + random.NextUniform(0, 9));
                    for (var i = 0; i < group; i++)
                    {
                        Person(cell.With(i), x + 0.6f * i, z + 0.3 * i, frame * WalkingSpeed);
                    }
                }
            }
        }

        foreach (var (start, cell) in Cells(key.With((long)Layer.Crossings), Camera.Z, CrossingPitch))
        {
            var random = cell.ToRandom();
            for (var i = random.Next(0, 4); i > 0; i--)
            {
                var phase = random.NextDouble() * 2 * Math.PI;
                Person(cell.With(10 + i), 6.5f * (float)Math.Sin(frame * 0.02 + phase), start + random.NextUniform(0.3, 2.7), frame * WalkingSpeed);
            }
        }
    }

    private void Person(RandomKey person, float x, double z, double walked)
    {
        Pedestrian.Draw(raster, person, x, z, walked);
        _shadows.Add((x, z, 0.4f, 0.35f));
    }

    private void Roadside(int side)
    {
        foreach (var (start, cell) in Cells(key.With((long)Layer.Lamps).With(side), Camera.Z, 21))
        {
            Furniture.Lamp(raster, cell, side, start + (side < 0 ? 4 : 14), light);
        }

        foreach (var (start, cell) in Cells(key.With((long)Layer.Signs).With(side), Camera.Z, 14))
        {
            var random = cell.ToRandom();
            if (random.NextDouble() < 0.55)
            {
                Furniture.Sign(raster, cell.With(1), side, start + random.NextUniform(0, 12));
            }
        }

        foreach (var (start, cell) in Cells(key.With((long)Layer.Trees).With(side), Camera.Z, 8.5))
        {
            var random = cell.ToRandom();
            var z = start + random.NextUniform(0, 3);
            if (random.NextDouble() < (HasVerge(key, side, start) ? 0.75 : 0.25))
            {
                var x = side * (Kerb + (float)random.NextUniform(0.6, 0.9));
                Tree.Draw(raster, cell.With(1), x, z, light);
                _shadows.Add((x, z, 1.3f, 1.3f));
            }
        }
    }

    private void Plots(int side)
    {
        var first = (long)Math.Floor(Camera.Z / PlotLength);
        for (var number = first; number <= first + (long)(Camera.Far / PlotLength); number++)
        {
            var plot = Plot(key, side, number);
            var (near, far) = (number * (double)PlotLength, (number + 1) * (double)PlotLength);
            if (IsGarden(plot))
            {
                Garden(plot, side, near, far);
            }
            else
            {
                House(plot, side, near, far);
            }
        }
    }

    private void House(RandomKey plot, int side, double near, double far)
    {
        var random = plot.With(2).ToRandom();
        var setback = random.NextDouble() < 0.5 ? 0 : (float)random.NextUniform(0.2, 1.4);
        var sunlit = 1 - 0.22f * light.SunSide * side;
        var front = Facade.Of(plot.With(3), sunlit, light.Lights, blind: false);
        var gable = Facade.Of(plot.With(3), 0.82f, light.Lights, blind: true);
        var x = side * (FrontLine + setback);
        UprightAlong(x, near, far, front.Height, SceneClasses.Building, front);
        UprightAcross(x, side * (FrontLine + 14), near, gable.Height, SceneClasses.Building, gable);
    }

    private void Garden(RandomKey plot, int side, double near, double far)
    {
        var random = plot.With(2).ToRandom();
        var leaf = Foliage.LeafColour(random);
        var hedge = (float)random.NextUniform(0.9, 1.9);
        var wood = (float)random.NextUniform(5, 9);
        if (random.NextDouble() < 0.7)
        {
            UprightAlong(side * (FrontLine + 0.4f), near, far, hedge, SceneClasses.Vegetation, new Foliage(leaf, hedge, (uint)random.Next()));
        }

        UprightAlong(side * (FrontLine + 6), near, far, wood, SceneClasses.Vegetation, new Foliage(Foliage.LeafColour(random) * 0.85f, wood, (uint)random.Next()));
        Tree.Draw(raster, plot.With(4), side * (FrontLine + 2.5f), near + random.NextUniform(2, 10), light);
    }

    private void UprightAlong<TSurface>(float x, double near, double far, float height, ushort label, in TSurface surface)
        where TSurface : struct, IWallSurface
    {
        // The bend of the street makes a wall a curve: short straight pieces follow it.
        const double Piece = 3;
        for (var z = near; z < far - 0.1; z += Piece)
        {
            if (z + Piece < Camera.Z + Camera.Near)
            {
                continue;
            }

            var from = Math.Max(z, Camera.Z + Camera.Near);
            Vector3 a = Camera.ToView(x, 0, from), b = Camera.ToView(x, 0, z + Piece);
            raster.Wall(new(a.X, a.Z), new(b.X, b.Z), (float)(from - near), (float)(z + Piece - near), height, label, surface);
        }
    }

    private void UprightAcross<TSurface>(float from, float to, double z, float height, ushort label, in TSurface surface)
        where TSurface : struct, IWallSurface
    {
        if (z > Camera.Z + 1)
        {
            Vector3 a = Camera.ToView(from, 0, z), b = Camera.ToView(to, 0, z);
            raster.Wall(new(a.X, a.Z), new(b.X, b.Z), 0, MathF.Abs(to - from), height, label, surface);
        }
    }

    private bool IsNearCrossing(double z)
    {
        var cell = (long)Math.Floor((z + 6) / CrossingPitch);
        var beyond = z - cell * CrossingPitch;
        return beyond is > -6 and < 4 && HasCrossing(key.With((long)Layer.Crossings).With(cell));
    }

    /// <summary>Soft dark patches on the ground under cars, trees and people.</summary>
    private void CastShadows()
    {
        var canvas = raster.Canvas;
        foreach (var (x, z, halfWidth, halfLength) in _shadows)
        {
            float near = MathF.Max(1, (float)(z - Camera.Z) - halfLength), far = (float)(z - Camera.Z) + halfLength;
            if (far <= near)
            {
                continue;
            }

            var bottom = Math.Min(canvas.Height - 1, (int)(Camera.Horizon + Camera.EyeHeight * Camera.Focal / near));
            for (var row = (int)(Camera.Horizon + Camera.EyeHeight * Camera.Focal / far) + 1; row <= bottom; row++)
            {
                var distance = Camera.GroundDistance(row);
                var along = (distance - (float)(z - Camera.Z)) / halfLength;
                var centre = Camera.CentreX + Camera.Focal * (x - Camera.X + Camera.Bend * distance * distance) / distance;
                var reach = halfWidth * Camera.Focal / distance;
                for (var column = Math.Max(0, (int)(centre - reach)); column <= Math.Min(canvas.Width - 1, (int)(centre + reach)); column++)
                {
                    var pixel = row * canvas.Width + column;
                    var across = (column + 0.5f - centre) / reach;
                    var inside = 1 - across * across - along * along;
                    if (inside > 0 && canvas.Depths[pixel] == distance)
                    {
                        canvas.Colours[pixel] *= 1 - 0.55f * MathF.Min(1, 2 * inside);
                    }
                }
            }
        }
    }
}
