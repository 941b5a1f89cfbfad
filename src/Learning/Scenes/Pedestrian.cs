using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>A walking person who faces the camera or turns the back to it.</summary>
internal static class Pedestrian
{
    public static void Draw(Rasteriser raster, RandomKey key, float x, double z, double walked)
    {
        var random = key.ToRandom();
        var foot = raster.Camera.ToView(x, 0, z);
        if (foot.Z < 1.5f)
        {
            return;
        }

        var size = (float)random.NextUniform(0.92, 1.1);
        var coat = Cloth(random, 40, 220);
        var trousers = Cloth(random, 25, 130);
        var skin = Vector3.Lerp(new(226, 180, 150), new(104, 72, 52), random.NextSingle());
        var hair = Vector3.Lerp(new(34, 28, 26), new(170, 140, 96), random.NextSingle());
        var stride = 0.16f * (float)Math.Sin(walked * 2.4 + random.NextDouble() * 6.28);

        var figure = new Figure(raster, foot, size);
        figure.Limb(-0.10f, 0.86f, -0.10f - stride, 0, 0.085f, trousers);
        figure.Limb(0.10f, 0.86f, 0.10f + stride, 0, 0.085f, trousers * 0.9f);
        figure.Limb(-0.27f, 1.42f, -0.31f + stride, 0.82f, 0.065f, coat * 0.85f);
        figure.Limb(0.27f, 1.42f, 0.31f - stride, 0.82f, 0.065f, coat * 0.85f);
        figure.Torso(coat);
        figure.Disc(0, 1.62f, 0.125f, skin);
        figure.Disc(0, 1.69f, 0.115f, hair);
    }

    private static Vector3 Cloth(KeyedRandom random, double dark, double bright)
    {
        var tone = (float)random.NextUniform(dark, bright);
        return (new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * 0.8f + new Vector3(0.35f)) * tone;
    }

    /// <summary>Shapes in metres from the feet, in the plane that faces the camera; later shapes lie in front.</summary>
    private struct Figure(Rasteriser raster, Vector3 foot, float size)
    {
        private float _lift;

        public void Limb(float topX, float topY, float bottomX, float bottomY, float width, Vector3 colour) =>
            Fill([new(topX - width, topY), new(topX + width, topY), new(bottomX + width * 0.8f, bottomY), new(bottomX - width * 0.8f, bottomY)], colour);

        public void Torso(Vector3 colour) =>
            Fill([new(-0.24f, 1.44f), new(-0.12f, 1.52f), new(0.12f, 1.52f), new(0.24f, 1.44f), new(0.2f, 0.8f), new(-0.2f, 0.8f)], colour);

        public void Disc(float x, float y, float radius, Vector3 colour)
        {
            Span<Vector2> rim = stackalloc Vector2[10];
            for (var i = 0; i < rim.Length; i++)
            {
                var (sine, cosine) = MathF.SinCos(2 * MathF.PI * i / rim.Length);
                rim[i] = new(x + radius * cosine, y + radius * 1.1f * sine);
            }

            Fill(rim, colour);
        }

        private void Fill(ReadOnlySpan<Vector2> shape, Vector3 colour)
        {
            _lift += 0.004f;
            Span<Vector3> view = stackalloc Vector3[shape.Length];
            for (var i = 0; i < shape.Length; i++)
            {
                view[i] = foot + new Vector3(shape[i].X * size, shape[i].Y * size, -_lift);
            }

            raster.Fill(view, colour, SceneClasses.Person);
        }
    }
}
