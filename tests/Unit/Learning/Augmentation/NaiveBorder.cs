namespace Prcl.Unit.Learning.Augmentation;

/// <summary>Reflection written as a walk: one step at a time, turning round at each end.</summary>
internal static class NaiveBorder
{
    public static int Reflect(int position, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        var (at, direction) = (0, position < 0 ? -1 : 1);
        for (var step = 0; step < Math.Abs(position); step++)
        {
            if (at + direction < 0 || at + direction >= length)
            {
                direction = -direction;
            }

            at += direction;
        }

        return at;
    }
}
