using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>Road with markings, pavements with slabs, verges and lawns: what a row below the horizon sees.</summary>
internal sealed class Ground
{
    private readonly RandomKey _street;
    private readonly Vector3 _asphalt;
    private readonly Vector3 _slab;
    private readonly uint _seed;

    public Ground(RandomKey street)
    {
        var random = street.With((long)StreetPlan.Layer.Ground).ToRandom();
        _street = street;
        _asphalt = new Vector3(1, 1, 1.03f) * (float)random.NextUniform(78, 104);
        _slab = Vector3.Lerp(new(150, 146, 140), new(158, 132, 116), random.NextSingle()) * (float)random.NextUniform(0.85, 1.1);
        _seed = (uint)random.Next();
    }

    public void Draw(Canvas canvas, Camera camera, SceneConditions light)
    {
        for (var row = Math.Max(0, (int)MathF.Ceiling(camera.Horizon)); row < canvas.Height; row++)
        {
            var distance = camera.GroundDistance(row);
            if (distance > Camera.Far * 3)
            {
                continue;
            }

            var z = camera.Z + distance;
            var section = new Section(_street, z);
            var shadow = light.SunSide * (6 + 5 * Grain.Smooth(z * 0.12, 0, _seed ^ 4));
            for (var column = 0; column < canvas.Width; column++)
            {
                var pixel = row * canvas.Width + column;
                if (canvas.IsHidden(pixel, distance))
                {
                    continue;
                }

                var x = camera.StreetX(column + 0.5f, distance);
                var label = section.LabelAt(x);
                var colour = label switch
                {
                    SceneClasses.Road => Road(x, z, section),
                    SceneClasses.Pavement => Pavement(x, z, distance),
                    _ => new Vector3(88, 112, 56) * (0.5f + 0.6f * Grain.Smooth(x * 2.5, z * 2.5, _seed) + 0.3f * Grain.White((long)Math.Floor(x * 9), (long)Math.Floor(z * 5), _seed)),
                };

                // The houses on the sun's side shade their half of the street.
                var shaded = shadow > 0 ? x > StreetPlan.FrontLine - shadow : x < -StreetPlan.FrontLine - shadow;
                var dim = shaded ? 1 - 0.35f * MathF.Abs(light.SunSide) : 1;
                canvas.Plot(pixel, distance, colour * dim, label);
            }
        }
    }

    private Vector3 Road(float x, double z, in Section section)
    {
        var patch = Grain.Smooth(x * 0.4, z * 0.15, _seed) - 0.5f;
        var grain = Grain.White((long)Math.Floor(x * 12), (long)Math.Floor(z * 8), _seed) - 0.5f;
        var worn = 0.75f + 0.25f * Grain.Smooth(x * 5, z * 2, _seed ^ 2);
        if (section.IsZebra && x - MathF.Floor(x) < 0.5f)
        {
            return new Vector3(205, 205, 200) * worn;
        }

        var onLine = MathF.Abs(x) < 0.09f && z - 6 * Math.Floor(z / 6) < 3 || MathF.Abs(MathF.Abs(x) - 2.6f) < 0.06f;
        return onLine ? new Vector3(196, 196, 188) * worn : _asphalt * (1 + 0.25f * patch + 0.14f * grain);
    }

    private Vector3 Pavement(float x, double z, float distance)
    {
        if (MathF.Abs(x) < StreetPlan.Kerb + 0.2f)
        {
            return _slab * 1.18f;
        }

        long slabX = (long)Math.Floor(x / 0.8), slabZ = (long)Math.Floor(z / 0.8);
        var tone = 1 + 0.14f * (Grain.White(slabX, slabZ, _seed) - 0.5f) + 0.2f * (Grain.Smooth(x * 0.7, z * 0.4, _seed ^ 3) - 0.5f);
        var isJoint = distance < 14 && (x / 0.8 - slabX < 0.06 || z / 0.8 - slabZ < 0.06);
        return _slab * (isJoint ? 0.78f : tone);
    }

    /// <summary>A cut across the street at one z.</summary>
    private readonly struct Section
    {
        private readonly bool _leftVerge;
        private readonly bool _rightVerge;
        private readonly bool _leftGarden;
        private readonly bool _rightGarden;

        public Section(RandomKey street, double z)
        {
            (_leftVerge, _rightVerge) = (StreetPlan.HasVerge(street, -1, z), StreetPlan.HasVerge(street, 1, z));
            var plot = (long)Math.Floor(z / StreetPlan.PlotLength);
            (_leftGarden, _rightGarden) = (StreetPlan.IsGarden(StreetPlan.Plot(street, -1, plot)), StreetPlan.IsGarden(StreetPlan.Plot(street, 1, plot)));
            var cell = (long)Math.Floor(z / StreetPlan.CrossingPitch);
            IsZebra = z - cell * StreetPlan.CrossingPitch < 3 && StreetPlan.HasCrossing(street.With((long)StreetPlan.Layer.Crossings).With(cell));
        }

        public bool IsZebra { get; }

        public ushort LabelAt(float x) => MathF.Abs(x) switch
        {
            < StreetPlan.Kerb => SceneClasses.Road,
            > StreetPlan.Kerb + 0.25f and < StreetPlan.Kerb + 1.3f when (x < 0 ? _leftVerge : _rightVerge) => SceneClasses.Vegetation,
            > StreetPlan.FrontLine when (x < 0 ? _leftGarden : _rightGarden) => SceneClasses.Vegetation,
            _ => SceneClasses.Pavement,
        };
    }
}
