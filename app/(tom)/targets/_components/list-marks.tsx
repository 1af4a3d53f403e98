import { glyphs } from "@/components/ui/glyphs";
import styles from "./list.module.css";
import { visibilityMarkId } from "./list-column-ids";

const marks = { open: glyphs.globe, public: glyphs.users, private: glyphs.lock };

/** The drawings that the rows point at. */
export const VisibilityMarks = () => (
  <svg className={styles.marks} aria-hidden="true">
    {Object.entries(marks).map(([visibility, path]) => (
      <symbol key={visibility} id={visibilityMarkId(visibility)} viewBox="0 0 24 24">
        <path d={path} />
      </symbol>
    ))}
  </svg>
);
